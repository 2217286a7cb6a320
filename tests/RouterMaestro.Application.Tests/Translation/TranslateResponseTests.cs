using System.Text;
using RouterMaestro.Application.Translation;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Testing.Observing;

namespace RouterMaestro.Application.Tests.Translation;

public sealed class TranslateResponseTests
{
    public static IEnumerable<object[]> Pairs => Translator.PairsOfTwo;

    public static IEnumerable<object[]> AllPairs => Translator.Pairs;

    public static TheoryData<string> Protocols => Translator.Protocols;

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_complete_response_says_the_same_in_every_other_protocol(string from, string to)
    {
        var translated = await Translator.SendAsync(Translator.Response(from, to, Bodies.Response(from)));

        Assert.Equal("application/json", translated.ContentType);
        Assert.True(translated.Losses.IsEmpty);
        AssertSays(ObservedResponse.FromBody(Translator.Protocol(to), translated.Body));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_recorded_stream_says_the_same_in_every_other_protocol(string from, string to)
    {
        var translated = await Translator.SendAsync(Translator.Response(from, to, Bodies.Stream(from)));

        Assert.Equal("text/event-stream", translated.ContentType);
        Assert.True(translated.Losses.IsEmpty);
        AssertSays(Observe(to, translated));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_same_protocol_is_the_same_bytes(string protocol)
    {
        var (document, stream) = (Bodies.Response(protocol), "\uFEFF: recorded\n\n" + Bodies.Stream(protocol));

        var sameDocument = await Translator.SendAsync(Translator.Response(protocol, protocol, document) with { Request = Utf8(Bodies.Request(protocol)) });
        var sameStream = await Translator.SendAsync(Translator.Response(protocol, protocol, stream));

        Assert.Equal((document, "application/json"), (sameDocument.Text(), sameDocument.ContentType));
        Assert.Equal((stream, "text/event-stream"), (sameStream.Text(), sameStream.ContentType));
        Assert.True(sameDocument.Losses.IsEmpty && sameStream.Losses.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_same_body_always_gives_the_same_bytes(string from, string to)
    {
        foreach (var body in new[] { Bodies.Response(from), Bodies.Stream(from) })
        {
            var request = Translator.Response(from, to, body);
            var (first, second) = (await Translator.SendAsync(request), await Translator.SendAsync(request));
            var other = await Translator.SendAsync(request with { Id = "0123456789abcdef01234567" });

            Assert.Equal(first.Text(), second.Text());

            // the ids of Responses have 16 digits
            Assert.Contains("0123456789abcdef", other.Text(), StringComparison.Ordinal);
            Assert.DoesNotContain("0123456789abcdef", first.Text(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_time_is_that_of_the_response_or_else_of_the_clock()
    {
        var known = await Translator.SendAsync(Translator.Response("responses", "chat", Bodies.Response("responses")));
        var unknown = await Translator.SendAsync(Translator.Response("messages", "chat", Bodies.Response("messages")));

        Assert.Equal(1_700_000_000, known.Json().GetProperty("created").GetInt64());
        Assert.Equal(Translator.Now.ToUnixTimeSeconds(), unknown.Json().GetProperty("created").GetInt64());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_the_request_tools_get_back_the_names_that_the_caller_knows(bool stream)
    {
        var request = """
            {"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}],
             "tools":[{"type":"function","function":{"name":"weather.get","parameters":{"type":"object"}}}]}
            """;
        var sent = await Translator.SendAsync(Translator.Request("chat", "messages", request));
        var fitted = sent.Json().GetProperty("tools")[0].GetProperty("name").GetString()!;
        var response = Translator.Response("messages", "chat", stream ? Bodies.Stream("messages", fitted) : Bodies.Response("messages", fitted));

        var with = Observe("chat", await Translator.SendAsync(response with { Request = Utf8(request) }));
        var without = Observe("chat", await Translator.SendAsync(response));

        Assert.Equal("weather.get", with.ToolCalls[0].Name);
        Assert.Equal(fitted, without.ToolCalls[0].Name);

        // a caller of Chat gets the usage of a stream if it asks for it
        Assert.Equal(stream, with.Usage is null);
        Assert.NotNull(without.Usage);
    }

    [Fact]
    public async Task Reasoning_is_written_unless_the_request_asks_for_none()
    {
        var response = Translator.Response(
            "chat", "messages", Bodies.Response("chat").Replace("\"content\"", "\"reasoning_content\":\"Let me see.\",\"content\"", StringComparison.Ordinal));

        var unknown = await Translator.SendAsync(response with { Model = "lab/m-1" });
        var unasked = await Translator.SendAsync(response with { Request = Utf8(Bodies.Request("messages")) });

        Assert.Equal("Let me see.", Observe("messages", unknown).Reasoning);
        Assert.Contains("rm1:from:lab/m-1", unknown.Text(), StringComparison.Ordinal);
        Assert.Equal("", Observe("messages", unasked).Reasoning);
        Assert.True(unasked.Losses.IsEmpty);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public async Task What_the_other_protocol_cannot_express_is_listed(string to)
    {
        const string Block = """{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]}""";
        var document = Bodies.Response("messages").Replace("],\"stop_reason\"", $",{Block}],\"stop_reason\"", StringComparison.Ordinal);
        var stream = Bodies.Stream("messages").Replace(
            "event: message_delta",
            $"event: content_block_start\ndata: {{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{Block}}}\n\nevent: content_block_stop\ndata: {{\"type\":\"content_block_stop\",\"index\":2}}\n\nevent: message_delta",
            StringComparison.Ordinal);

        foreach (var body in new[] { document, stream })
        {
            var translated = await Translator.SendAsync(Translator.Response("messages", to, body));

            Assert.Equal(["content.web_search_tool_result"], translated.Losses.ToArray());
            AssertSays(Observe(to, translated));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_of_Messages_who_asks_for_reasoning_that_the_model_hides_gets_an_empty_block(bool stream)
    {
        var request = Bodies.Request("messages").Replace("\"max_tokens\":64", "\"max_tokens\":4096,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}", StringComparison.Ordinal);
        var response = Translator.Response("chat", "messages", stream ? Bodies.Stream("chat") : Bodies.Response("chat"));

        var asked = await Translator.SendAsync(response with { Model = "openai/gpt-5.1", Request = Utf8(request) });
        var unknown = await Translator.SendAsync(response with { Model = "openai/gpt-5.1" });

        Assert.Contains("\"thinking\"", asked.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"thinking\"", unknown.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task The_error_of_a_provider_is_an_error_with_its_words(string from, string to)
    {
        var document = await Translator.ErrorOfAsync(Translator.Response(from, to, Bodies.Error(from)));
        var stream = await Translator.ErrorOfAsync(Translator.Response(from, to, $"event: error\ndata: {Bodies.Error(from)}\n\n"));

        Assert.All([document, stream], error =>
        {
            Assert.Equal(RouterErrorKind.UpstreamFailed, error.Kind);
            Assert.Contains("Too busy now", error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.Upstream);
        });
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task A_body_that_is_no_response_is_an_error_that_says_so(string from, string to)
    {
        var name = Translator.Protocol(from).DisplayName;
        foreach (var (body, message) in new[]
        {
            ("", "the body is empty"),
            ("<html>", "the body is not valid JSON: see line 1, byte 1"),
            ("{\"id\":\n\"x\",,", "the body is not valid JSON: see line 2, byte 5"),
            ("{\"a\":1}", $"the body is not a response of {name}"),
            ("data: {\"broken\n\n", $"the body is not a stream of {name}"),
            (": nothing but a comment\n\n", $"the body is not a stream of {name}"),
        })
        {
            var error = await Translator.ErrorOfAsync(Translator.Response(from, to, body));

            Assert.Equal((RouterErrorKind.InvalidRequest, 400, "body"), (error.Kind, error.Status, error.Param));
            Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_error_of_a_broken_stream_names_the_line()
    {
        var error = await Translator.ErrorOfAsync(Translator.Response("chat", "messages", ": one\n: two\n\ndata: {\"broken\n\n"));

        Assert.EndsWith("See line 4.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_that_breaks_off_ends_with_the_error_of_its_protocol(string from, string to)
    {
        var stream = Bodies.Stream(from);
        var cut = stream[..(stream.IndexOf("😀", StringComparison.Ordinal) + 2)];

        var got = Observe(to, await Translator.SendAsync(Translator.Response(from, to, cut)));

        Assert.Empty(got.Problems);
        Assert.Equal(("Blue “sky”", false), (got.Text, got.IsComplete));
        Assert.NotNull(got.ErrorMessage);
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task A_body_cut_anywhere_is_translated_or_refused_and_never_a_defect(string from, string to)
    {
        foreach (var bytes in new[] { Utf8(Bodies.Response(from)), Utf8(Bodies.Stream(from)) })
        {
            for (var length = 0; length < bytes.Length; length += 7)
            {
                var request = new TranslateResponse(Translator.Protocol(from), Translator.Protocol(to), bytes.AsMemory(0, length));
                Assert.True(await Record.ExceptionAsync(() => Translator.SendAsync(request)) is null or RouterException, $"cut at {length}");
            }
        }
    }

    [Fact]
    public async Task A_bad_request_beside_the_response_is_told_from_a_bad_response()
    {
        var response = Translator.Response("messages", "chat", Bodies.Response("messages"));

        var noModel = await Translator.ErrorOfAsync(response with { Request = "{}"u8.ToArray() });
        var badContent = await Translator.ErrorOfAsync(response with { Request = """{"model":"m","messages":[{"role":"user","content":5}]}"""u8.ToArray() });

        Assert.Equal("request.model", noModel.Param);
        Assert.Equal("request.messages.0.content", badContent.Param);
    }

    [Fact]
    public async Task Members_out_of_their_limits_are_refused()
    {
        var response = Translator.Response("messages", "chat", Bodies.Response("messages"));

        var large = await Translator.ErrorOfAsync(response with { Body = new byte[TranslateResponse.MaxBytes + 1] });
        var largeRequest = await Translator.ErrorOfAsync(response with { Request = new byte[TranslateRequest.MaxBytes + 1] });
        var shortId = await Translator.ErrorOfAsync(response with { Id = "0123456789abcdef" });
        var otherId = await Translator.ErrorOfAsync(response with { Id = "chatcmpl-0123456789abcdef" });
        var model = await Translator.ErrorOfAsync(response with { Model = "" });
        var from = await Translator.ErrorOfAsync(response with { From = null! });

        Assert.Equal(("body", 413), (large.Param, large.Status));
        Assert.Equal(("request", 413), (largeRequest.Param, largeRequest.Status));
        Assert.Equal(("id", "id", "model", "from"), (shortId.Param, otherId.Param, model.Param, from.Param));
    }

    private static void AssertSays(ObservedResponse got)
    {
        Assert.Empty(got.Problems);
        Assert.True(got.IsComplete);
        Assert.Equal(("m-1", Bodies.Answer), (got.Model, got.Text));
        var call = Assert.Single(got.ToolCalls);
        Assert.Equal(("look_up", """{"q":"x"}"""), (call.Name, call.Arguments));
        Assert.Equal((7, 5), (got.Usage!.Input, got.Usage.Output));
    }

    private static ObservedResponse Observe(string protocol, TranslatedBody translated) => translated.ContentType == "text/event-stream"
        ? ObservedResponse.FromStream(Translator.Protocol(protocol), SseTranscript.Parse(translated.Body.Span))
        : ObservedResponse.FromBody(Translator.Protocol(protocol), translated.Body);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
