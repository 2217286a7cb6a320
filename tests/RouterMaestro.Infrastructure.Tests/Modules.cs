using RouterMaestro.Infrastructure.Providers.BuiltIn;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Tests;

internal static class Modules
{
    public static ProviderModules All { get; } =
        new([new OpenAIModule(), new AnthropicModule(), new OpenAICompatibleModule(), new AnthropicCompatibleModule()]);

    public static IProviderModule Compatible { get; } = All.Find("openai-compatible")!;
}
