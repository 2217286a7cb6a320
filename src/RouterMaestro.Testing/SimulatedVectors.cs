using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Rendering;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing;

/// <summary>An answer to a request for vectors (<see cref="SimulatedOperation.Embed"/>), one vector for each text. Immutable.</summary>
/// <example>
/// A server that returns numbers for base64, such as RunPod's worker-infinity-embedding 1.1.4:
/// <code>upstream.When(SimulatedOperation.Embed).Reply(SimulatedVectors.Of([0.5f, -1f]).NumbersOnly());</code>
/// </example>
public sealed record SimulatedVectors : SimulatedStep
{
    private const int DefaultDimensions = 8;

    private readonly IReadOnlyList<float[]> _vectors;

    private SimulatedVectors(IReadOnlyList<float[]> vectors) => _vectors = vectors;

    /// <summary>Gets the vectors of a simulated model: the same for the same text, of as many dimensions as are asked for, else 8.</summary>
    public static SimulatedVectors Computed { get; } = new([]);

    private bool KnowsNumbersOnly { get; init; }

    private string? Model { get; init; }

    /// <summary>Answers with given vectors.</summary>
    /// <param name="vectors">A vector for each text; the last one serves for those behind it too.</param>
    /// <returns>The answer.</returns>
    public static SimulatedVectors Of(params float[][] vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentOutOfRangeException.ThrowIfZero(vectors.Length, nameof(vectors));
        return new([.. vectors]);
    }

    /// <summary>Sends numbers whatever <c>encoding_format</c> asks for.</summary>
    /// <returns>The changed answer.</returns>
    public SimulatedVectors NumbersOnly() => this with { KnowsNumbersOnly = true };

    /// <summary>Names another model than the one asked for.</summary>
    /// <param name="model">The name.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedVectors WithModel(string model) => this with { Model = model };

    internal override SimulatedReply Render(RenderContext context)
    {
        var texts = Texts(context);
        var isBase64 = !KnowsNumbersOnly && context.Said("encoding_format")?.GetString() == "base64";
        var body = new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. texts.Select((text, index) => Entry(index, VectorOf(text, index, context), isBase64))]),
            ["model"] = Model ?? context.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = 4 * texts.Count, ["total_tokens"] = 4 * texts.Count },
        };
        return SimulatedReply.Whole(200, ContentTypes.Json, WireJson.Bytes(body)) with { Headers = [.. ProviderHeaders.For(context)] };
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

    private float[] VectorOf(string text, int index, RenderContext context)
    {
        if (_vectors.Count > 0)
        {
            return _vectors[Math.Min(index, _vectors.Count - 1)];
        }

        var dimensions = context.Said("dimensions") is { ValueKind: JsonValueKind.Number } said ? said.GetInt32() : DefaultDimensions;
        var seed = BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return [.. Enumerable.Range(1, dimensions).Select(i => MathF.Sin(seed % 1000 * i) / dimensions)];
    }
}
