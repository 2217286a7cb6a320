using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Tests;

internal static class Codecs
{
    public static CodecRegistry All { get; } =
        new ServiceCollection().AddRouterMaestroCore().Services.BuildServiceProvider().GetRequiredService<CodecRegistry>();
}
