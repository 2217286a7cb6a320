using System.Text;
using System.Text.Json;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>In which shape a server shows its reasoning, and so wants it back: servers of this dialect refuse each other's.</summary>
internal static class OpenAIChatShape
{
    /// <summary>The member that most servers have.</summary>
    public const string Usual = "reasoning_content";

    /// <summary>Blocks of the content.</summary>
    public const string Blocks = "content";

    /// <summary>Tells whether a shape is details, of which it consists itself.</summary>
    public static bool IsDetails(string shape) => shape.StartsWith('[');

    /// <summary>Makes the seal that tells a shape; null for the usual one.</summary>
    public static string? SignatureOf(string shape) => shape == Usual ? null : ReasoningSignature.OfShape(shape);

    /// <summary>Finds the shape in which a server gets back what came from it.</summary>
    /// <param name="signature">The seal of the reasoning.</param>
    /// <param name="target">The server.</param>
    /// <returns>The shape; null when the reasoning came from elsewhere.</returns>
    public static string? For(string? signature, RequestTarget target)
    {
        if (signature is null || target.IsOpenAIItself || ReasoningSignature.OriginOf(signature) is not { } origin || !IsOf(origin, target))
        {
            return null;
        }

        // a caller may have written anything there
        var shape = ReasoningSignature.ShapeOf(signature) ?? Usual;
        return shape is Usual or Blocks or "reasoning" or "reasoning_text" || AreDetails(shape) ? shape : null;
    }

    private static bool IsOf(string origin, RequestTarget target) =>
        origin.StartsWith(target.Model.Provider, StringComparison.OrdinalIgnoreCase) && origin.AsSpan(target.Model.Provider.Length) is ['/', ..];

    private static bool AreDetails(string shape)
    {
        if (!IsDetails(shape))
        {
            return false;
        }

        try
        {
            using var json = JsonBody.Parse(Encoding.UTF8.GetBytes(shape));
            return json.Root.Elements().All(d => d.ValueKind == JsonValueKind.Object);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
