namespace Countersign.Matching.Text;

/// <summary>
/// How many words make a find. The figures behind <see cref="StrongWords"/> and <see cref="WeakWords"/> are in the room's README.
/// </summary>
public static class PassageThresholds
{
    /// <summary>This many exactly matching words in one passage, and it was copied.</summary>
    public const int StrongWords = 20;

    /// <summary>Fewer than this are language, not a find, and are not reported.</summary>
    public const int WeakWords = 10;

    /// <summary>Words that may be changed, left out or put in, on either side, between two matching stretches.</summary>
    public const int LongestEdit = 4;

    /// <summary>Words that must match behind an edit for the passage to go on.</summary>
    public const int AnchorWords = 3;

    /// <summary>
    /// A fingerprint found in more registered works than this is a common phrase: alone it starts no passage, only with
    /// a second one nearby in the same alignment. A copied run of 14 words always has two, so none of those is lost.
    /// </summary>
    public const int CommonWorks = 20;
}
