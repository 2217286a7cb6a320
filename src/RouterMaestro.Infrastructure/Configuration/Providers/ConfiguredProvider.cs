using System.Text;
using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>A provider with the key that the configuration sets for it.</summary>
/// <param name="Profile">The provider.</param>
/// <param name="Key">The key; null if there is none.</param>
internal sealed record ConfiguredProvider(ProviderProfile Profile, string? Key)
{
    /// <summary>Gets where the provider is configured.</summary>
    public ProviderSource Source { get; init; }

    /// <summary>Gets where the key comes from.</summary>
    public KeySource KeySource { get; init; }

    /// <summary>Gets why a key that is configured is not used, as a sentence without the key; null if none is left out.</summary>
    public string? KeyProblem { get; init; }

    /// <summary>Gets what the operator says of its prices. It is no part of the profile, so that connections outlive a change of prices.</summary>
    public ProviderPricing Pricing { get; init; } = ProviderPricing.None;

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Profile);
        return true;
    }
}
