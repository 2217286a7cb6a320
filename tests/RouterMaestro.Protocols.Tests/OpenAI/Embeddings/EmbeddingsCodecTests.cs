using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.OpenAI.Embeddings;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Tests.OpenAI.Embeddings;

public sealed class EmbeddingsCodecTests
{
    private static readonly EmbeddingsCodec _codec = new();
    private static readonly RequestFacts _base64 = new("m") { WantsBase64 = true };

    [Theory]
    [InlineData("""{"model":"m","input":"a"}""", false, 1)]
    [InlineData("""{"input":["a","b"],"encoding_format":"base64","dimensions":3,"model":"m"}""", true, 1)]
    [InlineData("""{"model":"m","input":[1,2,3],"encoding_format":"float"}""", false, 1)]
    [InlineData("""{"model":"m","input":[[1,2],[3]],"encoding_format":null,"of_tomorrow":{}}""", false, 2)]
    public void A_request_is_read(string body, bool wantsBase64, int count)
    {
        var reading = _codec.ReadFacts(Encoding.UTF8.GetBytes(body));

        Assert.Null(reading.Error);
        Assert.Equal(
            new RequestFacts("m") { Operation = CallOperation.Embeddings, WantsBase64 = wantsBase64, MessageCount = count, Size = body.Length },
            reading.Facts);
        Assert.Equal("\"m\"", body.Substring(reading.Map.Model.Start, reading.Map.Model.Length));
    }

    [Theory]
    [InlineData("""{"input":"a"}""", "model")]
    [InlineData("""{"model":"","input":"a"}""", "model")]
    [InlineData("""{"model":7,"input":"a"}""", "model")]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":null}""", "input")]
    [InlineData("""{"model":"m","input":[ ]}""", "input")]
    [InlineData("""{"model":"m","input":{}}""", "input")]
    [InlineData("""{"model":"m","input":"a","encoding_format":1}""", "encoding_format")]
    [InlineData("""{"model":"m","input":"a","dimensions":0}""", "dimensions")]
    [InlineData("""{"model":"m","input":"a""", null)]
    [InlineData("[]", null)]
    public void What_is_wrong_with_a_request_is_said(string body, string? param)
    {
        var error = _codec.ReadFacts(Encoding.UTF8.GetBytes(body)).Error;

        Assert.Equal((400, param), (error?.Status, error?.Param));
    }

    [Fact]
    public void Numbers_become_base64_where_that_was_asked_and_nothing_else_changes() =>
        Gen.Float.Where(float.IsFinite).Array[0, 9].Array[0, 4].Sample(vectors =>
        {
            var data = string.Join(" ,\n", vectors.Select((v, i) => $$"""{ "index":{{i}}, "embedding": [{{string.Join(" , ", v.Select(n => n.ToString("R", CultureInfo.InvariantCulture)))}}], "x":[1] }"""));
            var body = $$"""{ "object":"list","data":[{{data}}], "model":"raw","usage":{"prompt_tokens":5,"total_tokens":5}, "more":{"embedding":[1]} }""";

            var (written, reading) = Rewrite(body, _base64);

            var entries = JsonNode.Parse(written)!["data"]!.AsArray();
            Assert.Equal(vectors.Length, entries.Count);
            Assert.All(vectors.Zip(entries), pair => Assert.Equal(pair.First, Decode((string)pair.Second!["embedding"]!)));
            Assert.Equal(new TokenUsage(5, 0, 0, 0, 0), reading.Usage);

            // but for the vectors, all is as it was
            var expected = JsonNode.Parse(body)!;
            foreach (var (entry, i) in entries.Select((e, i) => (e, i)))
            {
                entry!["embedding"] = expected["data"]![i]!["embedding"]!.DeepClone();
            }

            Assert.True(JsonNode.DeepEquals(expected["more"], JsonNode.Parse(written)!["more"]));
            Assert.True(JsonNode.DeepEquals(expected["data"], entries));
        });

    [Theory]
    [InlineData("""{"data":[{"embedding":"AACAPw=="}],"model":"m"}""")]
    [InlineData("""{"data":[{"embedding":["a"]}],"model":"m"}""")]
    [InlineData("""{"data":[{"embedding":[[1]]}],"model":"m"}""")]
    [InlineData("""{"data":[{"embedding":{"binary":[1]}}],"model":"m"}""")]
    [InlineData("""{"data":[],"model":"m"}""")]
    public void What_is_no_vector_of_numbers_stays(string body) => Assert.Equal(body, Rewrite(body, _base64).Written);

    [Fact]
    public void Base64_becomes_numbers_where_those_were_asked_and_nothing_else_changes() =>
        Gen.Float.Where(float.IsFinite).Array[1, 9].Array[0, 4].Sample(vectors =>
        {
            var data = string.Join(" ,\n", vectors.Select((v, i) => $$"""{ "index":{{i}}, "embedding": "{{Encode(v)}}", "x":"AACAPw==" }"""));
            var body = $$"""{ "object":"list","data":[{{data}}], "model":"raw", "more":{"embedding":"AACAPw=="} }""";

            var entries = JsonNode.Parse(Rewrite(body, new RequestFacts("m")).Written)!["data"]!.AsArray();

            Assert.All(vectors.Zip(entries), pair => Assert.Equal(pair.First, pair.Second!["embedding"]!.AsArray().Select(n => (float)n!)));
            var expected = JsonNode.Parse(body)!;
            foreach (var (entry, i) in entries.Select((e, i) => (e, i)))
            {
                entry!["embedding"] = expected["data"]![i]!["embedding"]!.DeepClone();
            }

            Assert.True(JsonNode.DeepEquals(expected["data"], entries));
        });

    [Theory]
    [InlineData("""{"model":"m","input":"a"}""", "[1,2]")]
    [InlineData("""{"model":"m","input":"a","encoding_format":"float"}""", "[1,2]")]
    [InlineData("""{"model":"m","input":"a","encoding_format":null}""", "[1,2]")]
    [InlineData("""{"model":"m","input":"a","encoding_format":"base64"}""", "\"AACAPwAAAEA=\"")]
    [InlineData("""{"model":"m","input":"a","encoding_format":"int8"}""", "\"AACAPwAAAEA=\"")]
    public void Vectors_come_in_the_form_that_was_asked_for(string request, string expected)
    {
        var facts = _codec.ReadFacts(Encoding.UTF8.GetBytes(request)).Facts!;

        Assert.Equal($$"""{"data":[{"embedding":{{expected}}}]}""", Rewrite("""{"data":[{"embedding":"AACAPwAAAEA="}]}""", facts).Written);
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":""}],"model":"m"}""")]
    [InlineData("""{"data":[{"embedding":"no base64"}],"model":"m"}""")]
    [InlineData("""{"data":[{"embedding":"AACA"}],"model":"m"}""")]
    [InlineData("""{"data":[{"embedding":"AADAfw=="}],"model":"m"}""")]
    [InlineData("""{"data":[{"embedding":null}],"model":"m"}""")]
    public void What_is_no_base64_of_finite_numbers_stays(string body) => Assert.Equal(body, Rewrite(body, new RequestFacts("m")).Written);

    [Fact]
    public void Numbers_stay_where_they_were_asked_for()
    {
        const string body = """{"data":[{"embedding":[0.5,-1e-3]}],"model":"raw"}""";

        Assert.Equal(body, Rewrite(body, new RequestFacts("m")).Written);
        Assert.Equal("\"raw\"", Encoding.UTF8.GetString(Place(body, Rewrite(body, _base64).Reading.Model)));
    }

    [Theory]
    [InlineData("", FailureKind.Empty)]
    [InlineData("{}", FailureKind.Malformed)]
    [InlineData("<html>", FailureKind.Malformed)]
    [InlineData("""{"data":{}}""", FailureKind.Malformed)]
    [InlineData("""{"error":{"message":"too many requests","code":"rate_limit_exceeded","type":"requests"}}""", FailureKind.RateLimited)]
    public void An_answer_without_vectors_is_a_failure(string body, FailureKind expected) =>
        Assert.Equal(expected, _codec.ReadResponse(Encoding.UTF8.GetBytes(body), _base64).Failure?.Kind);

    private static byte[] Place(string body, ByteRange range) => Encoding.UTF8.GetBytes(body)[range.Start..range.End];

    private static (string Written, PassthroughReading Reading) Rewrite(string body, RequestFacts facts)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var reading = _codec.ReadResponse(bytes, facts);
        Assert.Null(reading.Failure);
        List<byte> written = [];
        var at = 0;
        foreach (var edit in reading.Edits.Span)
        {
            written.AddRange(bytes[at..edit.Range.Start]);
            written.AddRange(edit.Replacement.ToArray());
            at = edit.Range.End;
        }

        written.AddRange(bytes[at..]);
        return (Encoding.UTF8.GetString([.. written]), reading);
    }

    private static string Encode(float[] vector) => Convert.ToBase64String([.. vector.SelectMany(BitConverter.GetBytes)]);

    private static float[] Decode(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i)))];
    }
}
