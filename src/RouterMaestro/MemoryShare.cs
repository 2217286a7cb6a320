using System.Globalization;
using RouterMaestro.Infrastructure.DependencyInjection;

namespace RouterMaestro;

/// <summary>The share of the memory of the process that large request bodies and held-back responses may take together.</summary>
internal static class MemoryShare
{
    public const string Variable = "ROUTER_MAESTRO_MEMORY_SHARE";

    /// <summary>Chooses the share: the variable's percentage, else the default of the router.</summary>
    /// <exception cref="GatewaySetupException">The variable is no percentage.</exception>
    public static double Choose(Func<string, string?> variable) =>
        variable(Variable)?.Trim() is not { Length: > 0 } text ? new RouterMaestroOptions().MemoryShare
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 100 ? percent / 100.0
        : throw new GatewaySetupException($"{Variable} takes a percentage from 1 to 100, not '{text}'.");
}
