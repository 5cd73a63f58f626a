using System.Globalization;
using System.Numerics;

namespace Countersign.Core.Shared;

/// <summary>An exact fraction in lowest terms with a positive denominator. Money and shares are computed in it.</summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    // The default value of the struct must be zero, so the denominator is stored less one.
    private readonly BigInteger _denominatorLessOne;

    /// <summary>Reduces <paramref name="numerator"/> / <paramref name="denominator"/>.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) throw new DivideByZeroException();
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0) divisor = -divisor;
        Numerator = numerator / divisor;
        _denominatorLessOne = (denominator / divisor) - 1;
    }

    /// <summary>Zero.</summary>
    public static Rational Zero => default;

    /// <summary>One.</summary>
    public static Rational One => new(1, 1);

    /// <summary>Carries the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Always at least one.</summary>
    public BigInteger Denominator => _denominatorLessOne + 1;

    /// <summary>Reads <c>12</c>, <c>-0.75</c> or <c>3/4</c>: ASCII digits, no grouping, no exponent, at most 60 characters.</summary>
    public static bool TryParse(string? text, out Rational value)
    {
        value = default;
        // The length limit keeps a hostile file from asking for a number of a million digits.
        if (text is null || text.Length is 0 or > 60) return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            if (!TryInteger(text.AsSpan(0, slash), true, out var top) || !TryInteger(text.AsSpan(slash + 1), false, out var bottom) || bottom.IsZero)
                return false;
            value = new(top, bottom);
            return true;
        }
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            if (!TryInteger(text, true, out var whole)) return false;
            value = new(whole, 1);
            return true;
        }
        var decimals = text.Length - point - 1;
        if (decimals == 0 || !TryInteger(string.Concat(text.AsSpan(0, point), text.AsSpan(point + 1)), true, out var scaled)) return false;
        value = new(scaled, BigInteger.Pow(10, decimals));
        return true;
    }

    private static bool TryInteger(ReadOnlySpan<char> text, bool signed, out BigInteger value) =>
        BigInteger.TryParse(text, signed ? NumberStyles.AllowLeadingSign : NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Sum.</summary>
    public static Rational operator +(Rational a, Rational b) => new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>Difference.</summary>
    public static Rational operator -(Rational a, Rational b) => new((a.Numerator * b.Denominator) - (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>Product.</summary>
    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>Sum, by name.</summary>
    public static Rational Add(Rational left, Rational right) => left + right;

    /// <summary>Difference, by name.</summary>
    public static Rational Subtract(Rational left, Rational right) => left - right;

    /// <summary>Product, by name.</summary>
    public static Rational Multiply(Rational left, Rational right) => left * right;

    /// <summary>Order of size.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>Order of size.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>Order of size.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>Order of size.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>Equal value.</summary>
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    /// <summary>Other value.</summary>
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    /// <inheritdoc />
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc />
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <summary>A terminating decimal where the fraction has one (<c>1250</c>, <c>0.75</c>), otherwise <c>n/d</c>. Parses back to the same value.</summary>
    public override string ToString()
    {
        var rest = Denominator;
        var places = 0;
        // Trailing factors of two and five are exactly what a decimal can hold.
        int twos = 0, fives = 0;
        while (rest.IsEven) { rest >>= 1; twos++; }
        while (rest % 5 == 0) { rest /= 5; fives++; }
        if (!rest.IsOne) return string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
        places = Math.Max(twos, fives);
        if (places == 0) return Numerator.ToString(CultureInfo.InvariantCulture);
        var digits = (BigInteger.Abs(Numerator) * BigInteger.Pow(10, places) / Denominator).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return $"{(Numerator.Sign < 0 ? "-" : "")}{digits[..^places]}.{digits[^places..]}";
    }
}
