using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>What the message of a whole answer holds beside words and calls, which no other dialect has a place for.</summary>
internal static class OpenAIChatResponseExtras
{
    private const string OfMessage = "message.";

    private static readonly string[] _names = ["annotations", "audio", "images"];

    /// <summary>Collects what there is.</summary>
    public static IEnumerable<ExtensionField> Collect(JsonBody json, JsonElement message)
    {
        foreach (var name in _names)
        {
            if (message.TryGetProperty(name, out var extra)
                && (extra.ValueKind == JsonValueKind.Object || (extra.ValueKind == JsonValueKind.Array && extra.GetArrayLength() > 0)))
            {
                yield return new(OfMessage + name, json.RawOf(extra));
            }
        }
    }

    /// <summary>Writes it back into the message.</summary>
    public static void Write(Utf8JsonWriter json, Extensions extensions)
    {
        foreach (var field in extensions.Fields.Where(f => OpenAIChatExtensions.IsOwn(extensions) && IsOne(f)))
        {
            json.WritePropertyName(field.Name.AsSpan(OfMessage.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }
    }

    /// <summary>Leaves what is told beside the message.</summary>
    public static Extensions Without(Extensions extensions) =>
        OpenAIChatExtensions.IsOwn(extensions) && extensions.Fields.Any(IsOne)
            ? extensions with { Fields = extensions.Fields.Where(f => !IsOne(f)).ToEquatableArray() }
            : extensions;

    private static bool IsOne(ExtensionField field) => field.Name.StartsWith(OfMessage, StringComparison.Ordinal);
}
