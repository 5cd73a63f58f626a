namespace Countersign.Desk.Credentials;

/// <summary>A clock that stands: verdicts as of a time that a person named.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
