namespace RouterMaestro.Domain.Models;

/// <summary>The result of matching a name.</summary>
internal abstract record ModelMatch
{
    private ModelMatch()
    {
    }

    /// <summary>Gets the result for a name without a match.</summary>
    public static ModelMatch None { get; } = new Nothing();

    /// <summary>The models of that name: one id, at one provider or several.</summary>
    /// <param name="Models">The models, in the catalog's order.</param>
    /// <param name="How">How the name was understood, for people.</param>
    public sealed record Found(EquatableArray<ModelCard> Models, string How) : ModelMatch;

    /// <summary>The name looks like several models.</summary>
    /// <param name="Candidates">The models' ids, the likeliest first.</param>
    public sealed record Ambiguous(EquatableArray<string> Candidates) : ModelMatch;

    private sealed record Nothing : ModelMatch;
}
