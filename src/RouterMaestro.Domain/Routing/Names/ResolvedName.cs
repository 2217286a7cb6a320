using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Names;

/// <summary>The meaning of a model name.</summary>
/// <param name="kind">How the caller named the model.</param>
/// <param name="text">How the name was understood, for people.</param>
internal sealed class ResolvedName(NameKind kind, string text)
{
    public NameKind Kind { get; } = kind;

    public string Text { get; } = text;

    /// <summary>Gets the models that the name means, the best first. For the automatic model, the request's facts choose one of them.</summary>
    public EquatableArray<ModelCard> Models { get; init; } = [];

    /// <summary>Gets whether the gateway chooses among the priorities; otherwise it chooses among all models.</summary>
    public bool IsAmongPriorities { get; init; }

    /// <summary>Gets whether the name is another spelling of the models' id.</summary>
    public bool IsFuzzy { get; init; }

    /// <summary>Gets the id that the name spells in another way; null if the name is exact.</summary>
    public string? FuzzyMatch => !IsFuzzy ? null : Kind == NameKind.Qualified ? Models[0].Ref.QualifiedId : Models[0].Ref.Id;

    /// <summary>Gets the provider that the name chooses; null if the name leaves the provider open.</summary>
    public string? Provider => Kind == NameKind.Qualified && !Models.IsEmpty ? Models[0].Ref.Provider : null;

    /// <summary>Gets the error of a name without a meaning; otherwise null.</summary>
    public RouterError? Error { get; init; }

    /// <summary>Returns the same meaning for a name that leads to this one.</summary>
    /// <param name="how">How it leads here, for people.</param>
    public ResolvedName Via(string how) =>
        new(Kind, $"{how}; {Text}") { Models = Models, IsAmongPriorities = IsAmongPriorities, IsFuzzy = IsFuzzy, Error = Error };
}
