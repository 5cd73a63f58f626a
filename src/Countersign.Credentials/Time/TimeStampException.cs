namespace Countersign.Credentials.Time;

/// <summary>An authority gave no usable time-stamp. The message says what happened, in a sentence for people.</summary>
public sealed class TimeStampException : Exception
{
    /// <summary>Without particulars.</summary>
    public TimeStampException()
        : this("No time-stamp was obtained.")
    {
    }

    /// <summary>With what happened.</summary>
    /// <param name="message">One sentence in plain words.</param>
    public TimeStampException(string message)
        : base(message)
    {
    }

    /// <summary>With what happened, and why.</summary>
    /// <param name="message">One sentence in plain words.</param>
    /// <param name="innerException">What lay underneath.</param>
    public TimeStampException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
