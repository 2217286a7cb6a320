namespace RouterMaestro.Domain.Models;

/// <summary>The names that mean a model.</summary>
public enum NameMatching
{
    /// <summary>
    /// The model's id in any spelling: any case, dots, blanks and underscores for dashes, without the word <c>claude-</c>, with the mark
    /// <c>[1m]</c>, and with or without a date. Digits of versions and words of sizes and families always count.
    /// </summary>
    Forgiving,

    /// <summary>The model's id only.</summary>
    Exact,
}
