using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>A secret that is sent to a provider in the key header of the call's protocol.</summary>
/// <param name="Secret">The secret, printable ASCII.</param>
[Experimental("RM0001")]
public sealed record ProviderCredential(string Secret)
{
    /// <summary>Gets the base address for which the credential is valid, such as <c>https://eu.example.com/v1</c>; null for the configured one.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>Returns an empty text, so that no log or message shows the secret.</summary>
    public override string ToString() => "";
}
