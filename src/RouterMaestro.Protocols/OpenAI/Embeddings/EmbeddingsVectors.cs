using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Embeddings;

/// <summary>
/// Vectors in the form that was asked for: many servers send numbers whatever they are asked, and clients that asked for base64
/// read nothing else.
/// </summary>
internal static class EmbeddingsVectors
{
    /// <summary>Finds the vectors that came as numbers, and writes them in base64.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="data">Where the list of vectors stands.</param>
    /// <returns>What is to be replaced; nothing where the provider did as asked, or sent something else.</returns>
    public static ReadOnlyMemory<BodyEdit> Encode(ReadOnlySpan<byte> body, ByteRange data)
    {
        List<BodyEdit> edits = [];
        var numbers = new ArrayBufferWriter<byte>();
        try
        {
            var reader = new Utf8JsonReader(body.Slice(data.Start, data.Length));
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2 && reader.ValueTextEquals("embedding"u8))
                {
                    reader.Read();
                    EncodeVector(ref reader, data.Start, numbers, edits);
                }
            }
        }
        catch (JsonException)
        {
            // whoever asked may make more of it
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
