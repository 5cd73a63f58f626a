namespace Countersign.Core.Packs.Language;

/// <summary>What kind of value an input or an expression has.</summary>
public enum PackType
{
    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>An exact number.</summary>
    Number,

    /// <summary>One text.</summary>
    Text,

    /// <summary>The words of a dimension of the use, or a list of words.</summary>
    Words,

    /// <summary>A moment.</summary>
    Time,

    /// <summary>A stretch of time; a day is 24 hours.</summary>
    Duration,

    /// <summary>An act of the lattice.</summary>
    Act,
}
