using System.Text;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>A provider with the key that the configuration sets for it.</summary>
/// <param name="Profile">The provider.</param>
/// <param name="Key">The key; null if there is none.</param>
internal sealed record ConfiguredProvider(ProviderProfile Profile, string? Key)
{
    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Profile);
        return true;
    }
}
