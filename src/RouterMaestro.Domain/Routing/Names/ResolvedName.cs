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

    /// <summary>Gets the error of a name without a meaning; otherwise null.</summary>
    public RouterError? Error { get; init; }

    /// <summary>Returns the same meaning for a name that leads to this one.</summary>
    /// <param name="how">How it leads here, for people.</param>
    public ResolvedName Via(string how) =>
        new(Kind, $"{how}; {Text}") { Models = Models, IsAmongPriorities = IsAmongPriorities, Error = Error };
}
