using System.Text;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Names of members, in the form in which documents are searched for them.</summary>
internal static class AnthropicNames
{
    /// <summary>Where the members that belong into <c>thinking</c> are kept.</summary>
    public const string Thinking = "thinking.";

    /// <summary>Where the members that belong into <c>output_config</c> are kept.</summary>
    public const string OutputConfig = "output_config.";

    public static byte[][] Of(params string[] names) => [.. names.Select(Encoding.UTF8.GetBytes)];
}
