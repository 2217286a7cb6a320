using System.Globalization;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Ids for tool calls to which the provider gave none.</summary>
internal static class OpenAIChatCallIds
{
    /// <summary>Makes the id of a call.</summary>
    /// <param name="position">The call's position among the answer's calls, from 0.</param>
    public static string ForMissing(int position) => string.Create(CultureInfo.InvariantCulture, $"call_{position}");
}
