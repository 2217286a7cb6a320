using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The options for writing a response.</summary>
/// <param name="Identity">The identity of the response.</param>
public sealed record ResponseOptions(ResponseIdentity Identity)
{
    /// <summary>Gets the gateway's id of the request, for an error within the response; null if there is none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets a value indicating whether the caller of a stream asked for usage, in protocols where the caller decides.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Gets a value indicating whether the caller asked for reasoning. If not, reasoning is left out without a loss.</summary>
    public bool ShowReasoning { get; init; }

    /// <summary>
    /// Gets a value indicating whether the model reasons without showing it. Callers of a protocol in which reasoning comes first and may
    /// be empty get an empty reasoning block.
    /// </summary>
    public bool HidesReasoning { get; init; }

    /// <summary>
    /// Gets the estimate of the prompt's tokens, for a stream that states them at its start, when its provider has not counted them yet; null if there is none.
    /// </summary>
    internal Func<int>? EstimateInput { get; init; }

    /// <summary>Gets the tools of the request, by which calls get the names and form that the caller knows.</summary>
    public EquatableArray<Tool> Tools { get; init; } = [];
}

/// <summary>The identity of a response: its id, model and time.</summary>
/// <param name="Id">Hexadecimal digits, 24 at least, from which the protocol's id is made.</param>
/// <param name="Model">The qualified id of the model that responds.</param>
/// <param name="Created">The time of the response, in seconds since 1970.</param>
public sealed record ResponseIdentity(string Id, string Model, long Created)
{
    /// <summary>Gets the provider's id in the form of the protocol; null if the provider sent none.</summary>
    public string? Given { get; init; }

    /// <summary>Makes the error of a stream that this provider broke off.</summary>
    internal RouterError ErrorOf(UpstreamFailure failure) => RouterError.From(failure, ModelRef.TryParse(Model, out var model) ? model.Provider : null);
}
