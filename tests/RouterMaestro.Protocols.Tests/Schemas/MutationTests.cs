using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>What we write is valid, and is not any more when something in it is spoilt: the schemas would tell.</summary>
public sealed class MutationTests
{
    private static readonly ChatResponse _response = new(
        [new ReasoningPart("Hm.") { Signature = "c2lnbg==" }, new TextPart("Hello"), new ToolCallPart("call_1", "look_up", RawJson.Parse("""{"q":"x"}"""))],
        FinishReason.ToolCalls,
        new TokenUsage(7, 1, 1, 3, 1));

    [SharedDataTheory]
    [InlineData("chat", "id", "object", "created", "model", "choices", "choices.0.finish_reason", "choices.0.index", "choices.0.message", "choices.0.message.role", "choices.0.message.tool_calls.0.id", "choices.0.message.tool_calls.0.function.arguments", "usage.total_tokens")]
    [InlineData("responses", "id", "object", "created_at", "model", "output", "output.0.summary", "output.1.role", "output.1.content.0.text", "output.2.name", "output.2.arguments", "tools", "usage.input_tokens_details")]
    [InlineData("messages", "id", "type", "role", "content", "model", "stop_reason", "usage", "usage.output_tokens", "content.0.signature", "content.1.text", "content.2.input", "content.2.name")]
    public void A_whole_answer_without_one_of_its_members_is_refused(string protocol, params string[] paths)
    {
        var schema = ProtocolSchemas.Of(WireProtocol.Find(protocol)!).Response;
        var whole = LawCodec.Get(protocol).WriteResponse(_response, new());

        Assert.Empty(schema.Check(whole));
        Assert.All(paths, path => Assert.NotEmpty(schema.Check(Spoil(whole, path, remove: true))));
        Assert.All(paths, path => Assert.NotEmpty(schema.Check(Spoil(whole, path, remove: false))));
    }

    [SharedDataTheory]
    [InlineData("chat", "object", "choices.0.delta.role", "choices.0.finish_reason", "choices.0.delta.tool_calls.0.type")]
    [InlineData("responses", "type", "response.status", "item.type", "item.status", "part.type")]
    [InlineData("messages", "type", "content_block.type", "delta.type", "delta.stop_reason", "message.role")]
    public void An_event_with_a_word_that_does_not_exist_is_refused(string protocol, params string[] paths)
    {
        var schema = ProtocolSchemas.Of(WireProtocol.Find(protocol)!).Event;
        var stream = LawCodec.Get(protocol).Encode(ChatResponseEvents.Of(_response));
        var events = SseFrames.Read(stream, int.MaxValue / 2).Frames.Where(f => f.Data.StartsWith('{')).Select(f => Encoding.UTF8.GetBytes(f.Data)).ToList();

        Assert.All(events, e => Assert.Empty(schema.Check(e)));
        foreach (var path in paths)
        {
            var spoilt = events.Where(e => Find(JsonNode.Parse(e)!, path) is JsonValue).ToList();
            Assert.NotEmpty(spoilt);
            Assert.All(spoilt, e => Assert.NotEmpty(schema.Check(Spoil(e, path, remove: false))));
        }
    }

    [SharedDataTheory]
    [MemberData(nameof(LawCodec.Names), MemberType = typeof(LawCodec))]
    public void An_error_without_its_message_is_refused(string protocol)
    {
        var schema = ProtocolSchemas.Of(WireProtocol.Find(protocol)!).Error;
        var body = LawCodec.Get(protocol).Inbound.WriteError(RouterError.Invalid("model", "It is wrong.")).Body.ToArray();

        Assert.Empty(schema.Check(body));
        Assert.NotEmpty(schema.Check(Spoil(body, "error.message", remove: true)));
        Assert.NotEmpty(schema.Check(Spoil(body, "error.type", remove: true)));
        Assert.NotEmpty(schema.Check(Spoil(body, "error", remove: true)));
    }

    /// <summary>Takes a member out, or puts something in its place that can't stand there.</summary>
    private static byte[] Spoil(byte[] json, string path, bool remove)
    {
        var root = JsonNode.Parse(json)!;
        var names = path.Split('.');
        var parent = Find(root, string.Join('.', names[..^1]))!.AsObject();
        Assert.True(parent.ContainsKey(names[^1]), $"{path} is not there to be spoilt");
        if (remove)
        {
            parent.Remove(names[^1]);
        }
        else
        {
            parent[names[^1]] = parent[names[^1]]?.GetValueKind() == System.Text.Json.JsonValueKind.String && IsWord(names[^1]) ? "no_such_word" : new JsonArray(new JsonArray());
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static bool IsWord(string name) => name is "object" or "type" or "role" or "status" or "finish_reason" or "stop_reason";

    private static JsonNode? Find(JsonNode root, string path)
    {
        var node = root;
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node switch
            {
                JsonArray array => int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) is var at && at < array.Count ? array[at] : null,
                JsonObject members => members[name],
                _ => null,
            };
        }

        return node;
    }
}
