using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Health;

/// <summary>The circuits of one candidate: it is skipped while any of them is open.</summary>
/// <param name="Model">The candidate's qualified id.</param>
/// <param name="Provider">The provider's id.</param>
/// <param name="Credential">The name of the credential, which changes when the credential does; null when none is used.</param>
public readonly record struct HealthKeys(string Model, string Provider, string? Credential)
{
    /// <summary>The number of circuits.</summary>
    public const int Count = 3;

    /// <summary>Gets a circuit by its place.</summary>
    /// <param name="index">The place: 0 the candidate, 1 the provider, 2 the credential.</param>
    public HealthKey this[int index] => index switch
    {
        0 => new(HealthScope.Candidate, Model),
        1 => new(HealthScope.Provider, Provider),
        2 => new(HealthScope.Credential, Provider, Credential),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>Gets the circuits of a model at a provider.</summary>
    /// <param name="model">The model.</param>
    /// <param name="provider">The provider.</param>
    public static HealthKeys Of(ModelRef model, ProviderCard provider)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(provider);
        return new(model.QualifiedId, provider.Id, provider.Credential);
    }

    /// <summary>Gets the circuit of one scope.</summary>
    /// <param name="scope">The scope.</param>
    public HealthKey Find(HealthScope scope) => this[(int)scope];
}

/// <summary>The name of a circuit.</summary>
/// <param name="Scope">The kind of thing that the circuit protects.</param>
/// <param name="Id">A qualified model id, or else a provider's id.</param>
/// <param name="Credential">The name of the provider's credential, only for the circuit of a credential.</param>
public readonly record struct HealthKey(HealthScope Scope, string Id, string? Credential = null);

/// <summary>The scope of a failure and of the circuit that it opens.</summary>
public enum HealthScope
{
    /// <summary>One model at one provider.</summary>
    Candidate,

    /// <summary>A provider with all its models.</summary>
    Provider,

    /// <summary>The gateway's key at a provider.</summary>
    Credential,
}
