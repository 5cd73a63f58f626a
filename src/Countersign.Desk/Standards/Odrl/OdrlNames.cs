using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>Our ids for the names that ODRL documents use. Two names never become one id: where a name is not one of ours, a part of its SHA-256 stands in the id.</summary>
public static class OdrlNames
{
    /// <summary>A party. <c>party:mara</c> is itself.</summary>
    public static PartyId Party(string name) => name.StartsWith("party:", StringComparison.Ordinal) && PartyId.Parse(name).Try(out var own, out _) ? own : PartyId.Parse(Named(name)).Value;

    /// <summary>A work. <c>work:poster</c> is itself.</summary>
    public static SubjectId Subject(string name) => name.Contains(':', StringComparison.Ordinal) && SubjectId.Parse(name).Try(out var own, out _) ? own : SubjectId.Parse("work:" + Named(name)).Value;

    /// <summary>A word in which neither case nor a separator can make it cover another.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in Encoding.UTF8.GetBytes(text))
            if (c is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'.' or (byte)'_') escaped.Append((char)c);
            else if (c is >= (byte)'A' and <= (byte)'Z') escaped.Append('~').Append((char)(c + 32));
            else escaped.Append('%').Append(c.ToString("x2", CultureInfo.InvariantCulture));
        return escaped.ToString();
    }

    private static string Named(string name)
    {
        var readable = Slug.From(name[(name.LastIndexOfAny(['/', '#', ':']) + 1)..]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..24];
        return $"odrl-{(readable.Length > 40 ? readable[..40] : readable)}-{hash}";
    }
}
