namespace Countersign.Desk.Storage;

/// <summary>Waits, for a while, for what another process holds.</summary>
/// <param name="clock">Measures the time.</param>
internal sealed class LockWait(TimeProvider clock)
{
    /// <summary>Long enough for another command's work, short enough that a person does not think it hangs.</summary>
    public const int Seconds = 8;

    private readonly long _since = clock.GetTimestamp();

    /// <summary>Pauses before another try; false, at once, when the time is over.</summary>
    public bool Pause()
    {
        if (clock.GetElapsedTime(_since) > TimeSpan.FromSeconds(Seconds)) return false;
        using var pause = new ManualResetEventSlim();
        pause.Wait(50);
        return true;
    }
}
