using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Clean
{
    /// <summary>Turns values into values, so no rule may name it.</summary>
    internal sealed class CleanCodec
    {
        public static string? Read(string json) => Json.CleanHelper.Parse(json).GetString();
    }
}

namespace RouterMaestro.Protocols.Json
{
    /// <summary>What the protocols share.</summary>
    internal sealed class CleanHelper
    {
        public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
    }
}

namespace RouterMaestro.Protocols.Dirty
{
    /// <summary>A codec writes no log.</summary>
    internal sealed class DirtyLogging
    {
        public static Func<bool> Read(ILogger logger) => () => logger.IsEnabled(LogLevel.Information);
    }

    /// <summary>A codec asks no container.</summary>
    internal sealed class DirtyContainer
    {
        public static object Read(IServiceProvider services) => services.GetRequiredService<CodecRegistry>();
    }

    /// <summary>A codec opens no connection.</summary>
    internal sealed class DirtyConnection
    {
        public static Uri? Target(HttpClient client) => client.BaseAddress;
    }

    /// <summary>A codec knows no use case.</summary>
    internal sealed class DirtyUseCase
    {
        public static string? Read(Application.Calls.InboundCall call) => call.ToString();
    }

    /// <summary>A protocol names no other protocol.</summary>
    internal sealed class DirtyTranslator
    {
        public static string? Read(string json) => Clean.CleanCodec.Read(json);
    }
}

namespace RouterMaestro.Protocols.OpenAI.Clean
{
    /// <summary>Uses what protocols share, so no rule may name it.</summary>
    internal sealed class CleanCodec
    {
        public static string? Read(string json) => Json.CleanHelper.Parse(json).GetString();
    }
}

namespace RouterMaestro.Protocols.OpenAI.Dirty
{
    /// <summary>A protocol of OpenAI's names no other protocol of OpenAI's.</summary>
    internal sealed class DirtyTranslator
    {
        public static string? Read(string json) => Clean.CleanCodec.Read(json);
    }
}
