using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>
/// Implements one value of <c>type</c> in <c>providers.json</c>. <c>AddProviderModule</c> registers it; one instance serves all providers
/// of its type.
/// </summary>
[Experimental("RM0001")]
public interface IProviderModule
{
    /// <summary>Gets the value of <c>type</c>; no other module has it, in any case.</summary>
    string Type { get; }

    /// <summary>Gets the settings of a provider whose entry does not set them.</summary>
    ProviderDefaults Defaults { get; }

    /// <summary>Creates the parts of one configured provider.</summary>
    /// <param name="context">The provider's configuration.</param>
    /// <returns>The parts, not shared with another provider. Those that are disposable are disposed of with the provider.</returns>
    ProviderParts Create(ProviderModuleContext context);
}
