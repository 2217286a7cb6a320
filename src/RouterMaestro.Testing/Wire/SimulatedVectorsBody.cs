using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire;

/// <summary>Writes vectors as OpenAI does.</summary>
internal static class SimulatedVectorsBody
{
    private const int DefaultDimensions = 8;

    public static byte[] Body(SimulatedVectors vectors, RenderContext context)
    {
        var texts = Texts(context);
        var isBase64 = !vectors.KnowsNumbersOnly && context.Said("encoding_format")?.GetString() == "base64";
        return WireJson.Bytes(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. texts.Select((text, index) => Entry(index, VectorOf(vectors.Vectors, text, index, context), isBase64))]),
            ["model"] = vectors.Model ?? context.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = 4 * texts.Count, ["total_tokens"] = 4 * texts.Count },
        });
    }

    private static List<string> Texts(RenderContext context) => context.Said("input") switch
    {
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 && list[0].ValueKind != JsonValueKind.Number => [.. list.EnumerateArray().Select(text => text.GetRawText())],
        { } text => [text.GetRawText()],
        _ => [],
    };

    private static JsonObject Entry(int index, float[] vector, bool isBase64) => new()
    {
        ["object"] = "embedding",
        ["index"] = index,
        ["embedding"] = isBase64 ? Base64Of(vector) : new JsonArray([.. vector.Select(number => JsonValue.Create(number))]),
    };

    private static string Base64Of(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        foreach (var (i, number) in vector.Index())
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), number);
        }

        return Convert.ToBase64String(bytes);
    }

    private static float[] VectorOf(IReadOnlyList<float[]> given, string text, int index, RenderContext context)
    {
        if (given.Count > 0)
        {
            return given[Math.Min(index, given.Count - 1)];
        }

        var dimensions = context.Said("dimensions") is { ValueKind: JsonValueKind.Number } said ? said.GetInt32() : DefaultDimensions;
        var seed = BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return [.. Enumerable.Range(1, dimensions).Select(i => MathF.Sin(seed % 1000 * i) / dimensions)];
    }
}
