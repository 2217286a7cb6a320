using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.OpenAI.Chat.Passthrough;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Values that official clients cannot read are repaired in the provider's bytes; everything else stays as it is.</summary>
public sealed class OpenAIChatRepairTests
{
    private const string Call = """{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}""";

    // Snowflake Cortex writes every member of the schema, also beside text (recording test_snowflake_llama)
    private const string NoCall = """{"arguments":"","name":""}""";

    /// <summary>Gets the values of servers, with the reason that a caller gets with and without calls.</summary>
    public static TheoryData<string, string, string> Reasons => new()
    {
        { "null", "stop", "tool_calls" },
        { "\"\"", "stop", "tool_calls" },
        { "\"STOP\"", "stop", "tool_calls" },
        { "\"end_turn\"", "stop", "tool_calls" },
        { "\"eos\"", "stop", "tool_calls" },
        { "7", "stop", "tool_calls" },
        { "\"MAX_TOKENS\"", "length", "length" },
        { "\"max_tokens\"", "length", "length" },
        { "\"max_output_tokens\"", "length", "length" },
        { "\"model_length\"", "length", "length" },
        { "\"SAFETY\"", "content_filter", "content_filter" },
        { "\"RECITATION\"", "content_filter", "content_filter" },
        { "\"sensitive\"", "content_filter", "content_filter" },
        { "\"tool_use\"", "stop", "tool_calls" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_finish_reason_is_repaired_as_it_is_translated(string sent, string text, string calling)
    {
        Check("""{"content":"a"}""", text);
        Check($$"""{"content":"a","function_call":{{NoCall}},"tool_calls":null}""", text);
        Check($$"""{"content":null,"tool_calls":[{{Call}}]}""", calling);
        Check("""{"content":null,"function_call":{"name":"f","arguments":"{}"}}""", calling);

        void Check(string message, string expected)
        {
            var body = $$"""{"choices":[{"finish_reason": {{sent}} ,"message":{{message}}}],"x":[1.0]}""";
            var (repaired, names) = Whole(body);

            Assert.Equal(body.Replace($" {sent} ", $" \"{expected}\" ", StringComparison.Ordinal), repaired);
            Assert.Equal(["finish_reason"], names);
            var translated = OpenAIChatResponseReader.Read(Encoding.UTF8.GetBytes(body)).Response!.Finish;
            Assert.Equal(expected, Encoding.UTF8.GetString(OpenAIChatFinishReasons.Write(translated)));
        }
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void The_finish_reason_of_a_stream_is_repaired_as_it_is_translated(string sent, string text, string calling)
    {
        Check("""{"content":"a"}""", text);
        Check($$"""{"content":"a","function_call":{{NoCall}}}""", text);
        Check($$"""{"tool_calls":[{"index":0,{{Call[1..]}}]}""", calling);

        void Check(string delta, string expected)
        {
            var first = $$"""{"choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""";
            var last = $$"""{"choices":[{"index":0,"delta":{},"finish_reason":{{sent}}}]}""";
            var (repaired, names) = Stream(first, last);

            var isOpen = sent is "null" or "\"\"";
            Assert.Equal([first, last.Replace($":{sent}}}", isOpen ? ":null}" : $":\"{expected}\"}}", StringComparison.Ordinal)], repaired);
            Assert.Equal(sent == "null" ? [] : ["finish_reason"], names);
            if (!isOpen && sent != "7")
            {
                Assert.Equal(expected, Encoding.UTF8.GetString(OpenAIChatFinishReasons.Write(Decode(first, last).Finish)));
            }
        }
    }

    [Theory]
    [InlineData("error")]
    [InlineData("ERROR")]
    [InlineData("abort")]
    [InlineData("insufficient_system_resource")]
    [InlineData("network_error")]
    public void A_finish_reason_that_reports_an_error_is_one_in_every_reading(string reason)
    {
        var whole = Encoding.UTF8.GetBytes($$"""{"choices":[{"message":{"content":"half"},"finish_reason":"{{reason}}"}]}""");
        var chunk = $$"""{"choices":[{"index":0,"delta":{"content":"half"},"finish_reason":"{{reason}}"}]}""";
        var (repairing, plain) = (new OpenAIChatTap(new() { Repair = true }), new OpenAIChatTap(default));

        UpstreamFailure?[] failures =
        [
            OpenAIChatPassthrough.Read(whole, new() { Repair = true }).Failure,
            OpenAIChatPassthrough.Read(whole, default).Failure,
            OpenAIChatResponseReader.Read(whole).Failure,
            Script.Decode(chunk).Events.OfType<ChatEvent.Failed>().Single().Failure,
        ];

        var kind = reason == "insufficient_system_resource" ? FailureKind.Overloaded : FailureKind.ServerError;
        Assert.All(failures, failure => Assert.Equal((kind, $"The provider broke off with the finish reason '{reason}'."), (failure!.Kind, failure.Message)));

        // the frame is no error to a client, so that it is left to the gateway's own error event
        Assert.Equal(["failure withheld"], Tapping.Inspect(repairing, chunk));
        Assert.Equal(["failure withheld"], Tapping.Inspect(plain, chunk));
        Assert.Equal(failures[0]!.Message, repairing.Failure!.Message);
    }

    [Fact]
    public void Counts_lose_their_fraction_and_other_numbers_keep_it()
    {
        const string usage = """{"prompt_tokens":10.0,"completion_tokens":5.00,"total_tokens":1.5e1,"cost":0.0012,"prompt_tokens_details":{"cached_tokens":4.0,"audio_tokens":0},"prompt_time":1.0}""";
        const string whole = """{"choices":[{"message":{"content":"1.0"},"finish_reason":"stop"}],"usage":""" + usage + "}";
        const string expected = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"cost":0.0012,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"prompt_time":1.0}""";

        Assert.Equal((whole.Replace(usage, expected, StringComparison.Ordinal), "usage"), Joined(Whole(whole)));
        var (chunks, names) = Stream("""{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""", """{"usage":""" + usage + ""","choices":[]}""");
        Assert.Equal("""{"usage":""" + expected + ""","choices":[]}""", chunks[1]);
        Assert.Equal(["usage"], names);
    }

    [Theory]
    [InlineData("""{"city":"Köln \"x\"","n":[1.0,{}]}""", "\"{\\\"city\\\":\\\"Köln \\\\\\\"x\\\\\\\"\\\",\\\"n\\\":[1.0,{}]}\"")]
    [InlineData("{ }", "\"{ }\"")]
    public void Arguments_that_are_an_object_become_text(string arguments, string expected)
    {
        var call = """{"id":"a","type":"function","function":{"arguments":ARGS,"name":"f"}}""".Replace("ARGS", arguments, StringComparison.Ordinal);
        var whole = $$"""{"choices":[{"message":{"tool_calls":[{{Call}},{{call}}]},"finish_reason":"tool_calls"}]}""";
        var chunk = $$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,{{call[1..]}}]},"finish_reason":null}]}""";
        var legacy = $$$"""{"choices":[{"message":{"function_call":{"name":"f","arguments":{{{arguments}}}}},"finish_reason":"function_call"}]}""";

        foreach (var (sent, repaired) in new[] { (whole, Whole(whole).Repaired), (chunk, Stream(chunk).Repaired[0]), (legacy, Whole(legacy).Repaired) })
        {
            Assert.Equal(sent.Replace($":{arguments}", $":{expected}", StringComparison.Ordinal), repaired);
        }

        Assert.Equal(arguments, JsonNode.Parse(Whole(legacy).Repaired)!["choices"]![0]!["message"]!["function_call"]!["arguments"]!.GetValue<string>());
        Assert.Equal(["tool_calls.arguments"], Whole(whole).Names);
        Assert.Equal(["tool_calls.arguments"], Stream(chunk).Names);
    }

    /// <summary>Gets the calls of chunks as sent and as the caller gets them: <c>index id name arguments</c>, with a dash for what is absent.</summary>
    public static TheoryData<string[], int[]> Indices => new()
    {
        // ids tell the calls apart, as those of NVIDIA Dynamo before ai-dynamo/dynamo#4723
        { ["0 a f -", "0 - - {", "0 - - }", "0 b g -", "0 - - {}"], [0, 0, 0, 1, 1] },

        // complete arguments and a name do
        { ["0 - f {}", "0 - g {}", "0 - h {", "0 - - }"], [0, 1, 2, 2] },

        // no index, as Mistral
        { ["- a f {}", "- b g {", "- - - }"], [0, 1, 1] },
        { ["2 a f {}", "2 b g {}", "0 c h {}", "3 d i {}"], [2, 3, 0, 4] },
        { ["1.0 a f {}", "0 b g {}"], [1, 0] },

        // well-formed
        { ["0 a f {", "1 b g {", "0 - - }", "1 - - }"], [0, 1, 0, 1] },
        { ["0 a f {", "0 a f }"], [0, 0] },
    };

    [Theory]
    [MemberData(nameof(Indices))]
    public void Calls_that_share_an_index_or_have_none_are_numbered(string[] sent, int[] expected)
    {
        var chunks = sent.Select(call => Chunk(call.Split(' '))).ToArray();

        var (repaired, names) = Stream(chunks);

        Assert.Equal(sent.Zip(expected, (call, number) => Chunk([$"{number}", .. call.Split(' ')[1..]], isInserted: call[0] == '-')), repaired);
        Assert.Equal(sent.Zip(expected, (call, number) => call.Split(' ')[0] == $"{number}").All(same => same) ? [] : ["tool_calls.index"], names);

        // translation finds the same calls
        var calls = Decode([.. chunks, """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"""]).Parts.OfType<ToolCallPart>().Select(c => c.Name);
        Assert.Equal(Names(repaired), calls);
    }

    [Fact]
    public void Calls_of_one_chunk_are_numbered_by_their_position()
    {
        var (repaired, _) = Stream(
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{"}},{"id":"b","function":{"name":"g","arguments":"{"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":"}"}},{"function":{"arguments":"}"}}]}}]}""");

        Assert.Equal(
            [
                """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}},{"index":1,"id":"b","function":{"name":"g","arguments":"{"}}]}}]}""",
                """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"}"}},{"index":1,"function":{"arguments":"}"}}]}}]}""",
            ],
            repaired);
    }

    [Fact]
    public void Choices_number_their_calls_on_their_own()
    {
        string[] chunks =
        [
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}},{"index":1,"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":"{}"}}]}}]}""",
            """{"choices":[{"index":1,"delta":{"content":"x"},"finish_reason":"MAX_TOKENS"},{"index":0,"delta":{},"finish_reason":"eos"}]}""",
        ];

        var (repaired, names) = Stream(chunks);

        Assert.Equal([chunks[0], chunks[1].Replace("MAX_TOKENS", "length", StringComparison.Ordinal).Replace("eos", "tool_calls", StringComparison.Ordinal)], repaired);
        Assert.Equal(["finish_reason"], names);
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"the finish_reason is null","tool_calls":[]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"cost":1.5}}""")]
    [InlineData("""{"choices":[{"message":{"content":"","function_call":{"name":"f","arguments":"1.0"}},"finish_reason":"function_call"}]}""")]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{"id":"a","custom":{"name":"f","input":"{}"}}]},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"x"}},{"message":{"content":"y"},"finish_reason":"content_filter"}],"usage":null}""")]
    public void A_well_formed_response_keeps_its_bytes(string body) => Assert.Equal((body, ""), Joined(Whole(body)));

    [Fact]
    public void Nothing_is_repaired_unless_asked()
    {
        var body = """{"choices":[{"message":{"content":"x"},"finish_reason":null}],"usage":{"prompt_tokens":1.0}}"""u8;
        var tap = new OpenAIChatTap(default);

        Assert.True(OpenAIChatPassthrough.Read(body, default).Edits.IsEmpty);
        Tapping.Inspect(tap, """{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":{}}}]},"finish_reason":"MAX_TOKENS"}],"usage":{"prompt_tokens":1.0}}""");
        Assert.True(tap.Edits.IsEmpty);
        Assert.Empty(tap.Repaired);
    }

    private static string Chunk(string[] call, bool isInserted = false)
    {
        var members = new List<string>();
        if (call[1] != "-")
        {
            members.Add($"\"id\":\"{call[1]}\"");
        }

        if (call[0] != "-")
        {
            members.Insert(isInserted ? 0 : members.Count, $"\"index\":{call[0]}");
        }

        string[] function = [.. call[2] == "-" ? [] : new[] { $"\"name\":\"{call[2]}\"" }, .. call[3] == "-" ? [] : new[] { $"\"arguments\":\"{call[3]}\"" }];
        members.Add("\"function\":{" + string.Join(',', function) + "}");
        return """{"choices":[{"index":0,"delta":{"tool_calls":[{""" + string.Join(',', members) + """}]},"finish_reason":null}]}""";
    }

    /// <summary>Returns the names of the calls as a client collects them: by their index.</summary>
    private static IEnumerable<string> Names(IEnumerable<string> chunks)
    {
        var calls = new List<(int Index, string Name)>();
        foreach (var call in chunks.Select(chunk => JsonNode.Parse(chunk)!["choices"]![0]!["delta"]!["tool_calls"]![0]!))
        {
            var index = call["index"]!.GetValue<int>();
            if (call["function"]!["name"] is { } name && !calls.Exists(c => c.Index == index))
            {
                calls.Add((index, name.GetValue<string>()));
            }
        }

        return calls.Select(c => c.Name);
    }

    private static (string, string) Joined((string Repaired, string[] Names) result) => (result.Repaired, string.Join(',', result.Names));

    private static (string Repaired, string[] Names) Whole(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var reading = OpenAIChatPassthrough.Read(bytes, new() { Repair = true });
        Assert.Null(reading.Failure);
        return (Apply(bytes, reading.Edits.Span), [.. reading.Repaired]);
    }

    private static (string[] Repaired, string[] Names) Stream(params string[] chunks)
    {
        var tap = new OpenAIChatTap(new() { Repair = true });
        var repaired = new List<string>();
        foreach (var chunk in chunks)
        {
            var bytes = Encoding.UTF8.GetBytes(chunk);
            Assert.False(tap.Inspect([], bytes).IsFailure);
            repaired.Add(Apply(bytes, tap.Edits));
        }

        return ([.. repaired], [.. tap.Repaired]);
    }

    private static string Apply(byte[] bytes, ReadOnlySpan<BodyEdit> edits)
    {
        var output = new ArrayBufferWriter<byte>();
        BodyEdits.Apply(output, bytes, edits);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static ChatResponse Decode(params string[] chunks) => Script.Decode(chunks).Fold();
}
