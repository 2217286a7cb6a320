using System.Text.Json;

namespace RouterMaestro.Domain;

/// <summary>Compares JSON texts by what they mean.</summary>
internal static class JsonEquality
{
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    public static bool SameValue(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        using var a = TryParse(left);
        using var b = TryParse(right);
        return a is not null && b is not null && JsonElement.DeepEquals(a.RootElement, b.RootElement);
    }

    /// <summary>A hash that equal values share: cheap, since it looks at the outermost level only.</summary>
    public static int HashOf(ReadOnlyMemory<byte> utf8)
    {
        using var document = TryParse(utf8);
        return document?.RootElement is not { } root ? 0 : root.ValueKind switch
        {
            JsonValueKind.Object => HashCode.Combine(JsonValueKind.Object, root.GetPropertyCount()),
            JsonValueKind.Array => HashCode.Combine(JsonValueKind.Array, root.GetArrayLength()),
            JsonValueKind.String => HashCode.Combine(JsonValueKind.String, root.GetString()),
            var kind => (int)kind,
        };
    }

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
