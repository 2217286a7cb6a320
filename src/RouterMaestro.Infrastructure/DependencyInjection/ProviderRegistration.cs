using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.DependencyInjection;

/// <summary>Says that the host adds a provider; its options have the provider's id as their name.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Type">What it starts from.</param>
internal sealed record ProviderRegistration(string Id, ProviderType Type);
