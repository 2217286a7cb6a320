using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic;
using RouterMaestro.Protocols.OpenAI.Chat;
using RouterMaestro.Protocols.OpenAI.Responses;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Replay;

public class SameProtocolRequestReplayTests
{
    private static readonly OpenAIChatCodec _chat = new();
    private static readonly AnthropicCodec _anthropic = new();
    private static readonly ResponsesCodec _responses = new();

    public static IEnumerable<object[]> ChatRequests => Recordings.Rows(Recordings.ChatCalls.Where(r => r.RequestBody is not null));

    public static IEnumerable<object[]> MessagesRequests => Recordings.Rows(Recordings.MessagesCalls.Where(r => r.RequestBody is not null));

    /// <summary>Gets the requests with a model. One recording names a stored prompt of OpenAI instead.</summary>
    public static IEnumerable<object[]> ResponsesRequests =>
        Recordings.Rows(Recordings.ResponsesCalls.Where(r => r.RequestBody is not null && JsonNode.Parse(r.RequestBody)!["model"] is not null));

    [SharedDataTheory]
    [MemberData(nameof(ResponsesRequests))]
    public void Responses_requests_pass_through_except_for_the_model(string name) =>
        Compare(_responses, _responses, name, Check(_responses, _responses, name, out _));

    [SharedDataTheory]
    [MemberData(nameof(ChatRequests))]
    public void Chat_requests_pass_through_except_for_the_declared_edits(string name)
    {
        var expected = Check(_chat, _chat, name, out var facts);
        if (expected is not null && facts!.Value.Facts!.Stream)
        {
            var options = expected["stream_options"] as JsonObject ?? [];
            options["include_usage"] = true;
            expected["stream_options"] = options.DeepClone();
        }

        Compare(_chat, _chat, name, expected);
    }

    [SharedDataTheory]
    [MemberData(nameof(MessagesRequests))]
    public void Messages_requests_pass_through_except_for_the_declared_edits(string name)
    {
        var expected = Check(_anthropic, _anthropic, name, out _);
        if (expected is not null && expected["max_tokens"] is null)
        {
            expected["max_tokens"] = EditedBody.Target.Limits.MaxOutputTokens;
        }

        Compare(_anthropic, _anthropic, name, expected);
    }

    /// <summary>Compares the facts with the document. A request may be refused only if the provider refused it too.</summary>
    private static JsonObject? Check(IInboundCodec inbound, IOutboundCodec outbound, string name, out FactsReading? reading)
    {
        var recording = Recordings.Get(name);
        reading = inbound.ReadFacts(recording.RequestBody, RequestHints.None);
        if (reading.Value.Error is { } error)
        {
            Assert.True(recording.Status is >= 400 and < 500, $"{error.Message}, but the provider answered {recording.Status}");
            return null;
        }

        var body = JsonNode.Parse(recording.RequestBody)!.AsObject();
        var facts = reading.Value.Facts!;
        var messages = (body["messages"] ?? body["input"]) as JsonArray ?? [body["input"]?.DeepClone()];
        Assert.Equal(body["model"]!.GetValue<string>(), facts.Model);
        Assert.Equal(body["stream"]?.GetValue<bool>() ?? false, facts.Stream);
        Assert.Equal(messages.Count, facts.MessageCount);
        Assert.Equal((body["tools"] ?? body["functions"]) is JsonArray { Count: > 0 }, facts.HasTools);
        Assert.Equal((body["max_completion_tokens"] ?? body["max_tokens"] ?? body["max_output_tokens"])?.GetValue<long>(), facts.MaxTokens);
        Assert.Equal(messages.OfType<JsonObject>().Any(m => HoldsImage(m["content"]) || HoldsImage(m["output"])), facts.HasImages);
        Assert.Equal(recording.RequestBody!.Length, facts.Size);
        body["model"] = "served-x";
        return body;
    }

    private static bool HoldsImage(JsonNode? content) =>
        content is JsonArray blocks
        && blocks.OfType<JsonObject>().Any(b => b["type"]?.GetValue<string>() is "image" or "image_url" or "input_image" || HoldsImage(b["content"]));

    private static void Compare(IInboundCodec inbound, IOutboundCodec outbound, string name, JsonObject? expected)
    {
        if (expected is not null)
        {
            var actual = JsonNode.Parse(EditedBody.Rewrite(inbound, outbound, Recordings.Get(name).RequestBody!));
            Assert.True(JsonNode.DeepEquals(expected, actual), actual?.ToJsonString(new JsonSerializerOptions { MaxDepth = 256 }));
        }
    }
}
