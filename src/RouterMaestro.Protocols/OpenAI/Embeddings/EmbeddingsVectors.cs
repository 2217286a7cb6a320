using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Embeddings;

/// <summary>
/// Writes vectors in the encoding that the caller asked for: LM Studio does not honour it (lmstudio-ai/lmstudio-bug-tracker#756), and RunPod's worker-infinity-embedding 1.1.4 returns numbers for
/// encoding_format base64 (runpod-workers/worker-infinity-embedding#30); npm openai 7.57, OpenAI for .NET 2.15.0 and
/// @langchain/openai 1.6 ask for base64 and decode it.
/// </summary>
internal static class EmbeddingsVectors
{
    /// <summary>Returns the edits that write vectors of numbers in base64.</summary>
    /// <param name="body">The response.</param>
    /// <param name="data">The position of the list of vectors.</param>
    /// <returns>The edits; none if the vectors are already base64, or are not arrays of numbers.</returns>
    public static ReadOnlyMemory<BodyEdit> Encode(ReadOnlySpan<byte> body, ByteRange data) => Rewrite(body, data, asBase64: true);

    /// <summary>Returns the edits that write vectors in base64 as numbers.</summary>
    /// <param name="body">The response.</param>
    /// <param name="data">The position of the list of vectors.</param>
    /// <returns>The edits; none if the vectors are already numbers, or are not base64 of finite single-precision numbers.</returns>
    public static ReadOnlyMemory<BodyEdit> Decode(ReadOnlySpan<byte> body, ByteRange data) => Rewrite(body, data, asBase64: false);

    private static ReadOnlyMemory<BodyEdit> Rewrite(ReadOnlySpan<byte> body, ByteRange data, bool asBase64)
    {
        List<BodyEdit> edits = [];
        var output = new ArrayBufferWriter<byte>();
        try
        {
            var reader = new Utf8JsonReader(body.Slice(data.Start, data.Length));
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2 && reader.ValueTextEquals("embedding"u8))
                {
                    reader.Read();
                    if (asBase64)
                    {
                        EncodeVector(ref reader, data.Start, output, edits);
                    }
                    else if (reader.TokenType != JsonTokenType.String)
                    {
                        // numbers already, and so are all others: long vectors are not read twice
                        return default;
                    }
                    else
                    {
                        DecodeVector(ref reader, data.Start, output, edits);
                    }
                }
            }
        }
        catch (JsonException)
        {
            // the caller gets it unchanged
            return default;
        }

        return edits.ToArray();
    }

    private static void EncodeVector(ref Utf8JsonReader reader, int offset, ArrayBufferWriter<byte> numbers, List<BodyEdit> edits)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        var start = (int)reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        var isVector = true;
        numbers.ResetWrittenCount();
        while (reader.Read() && (reader.TokenType != JsonTokenType.EndArray || reader.CurrentDepth != depth))
        {
            isVector &= reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out var number) && Add(number, numbers);
        }

        if (isVector)
        {
            edits.Add(new(new(offset + start, (int)reader.TokenStartIndex + 1 - start), Quote(numbers.WrittenSpan)));
        }
    }

    private static void DecodeVector(ref Utf8JsonReader reader, int offset, ArrayBufferWriter<byte> output, List<BodyEdit> edits)
    {
        if (!reader.TryGetBytesFromBase64(out var bytes) || bytes.Length is 0 || bytes.Length % sizeof(float) != 0)
        {
            return;
        }

        output.ResetWrittenCount();
        using var json = new Utf8JsonWriter(output, JsonWriting.Options);
        json.WriteStartArray();
        for (var at = 0; at < bytes.Length; at += sizeof(float))
        {
            var number = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at));
            if (!float.IsFinite(number))
            {
                return;
            }

            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
        json.Flush();
        var start = (int)reader.TokenStartIndex;
        edits.Add(new(new(offset + start, (int)reader.BytesConsumed - start), output.WrittenSpan.ToArray()));
    }

    private static bool Add(float number, ArrayBufferWriter<byte> numbers)
    {
        BinaryPrimitives.WriteSingleLittleEndian(numbers.GetSpan(sizeof(float)), number);
        numbers.Advance(sizeof(float));
        return true;
    }

    private static byte[] Quote(ReadOnlySpan<byte> bytes)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2];
        text[0] = text[^1] = (byte)'"';
        Base64.EncodeToUtf8(bytes, text.AsSpan(1), out _, out _);
        return text;
    }
}
