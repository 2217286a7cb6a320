using System.Text;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Tests.Planning;

/// <summary>Random requests in every protocol: with and without signatures, stored responses, reasoning and fields that others lack.</summary>
internal static class PlannedBodies
{
    public static readonly string[] Signatures = ["c2lnbmVkLW9uZQ==", "c2lnbmVkLXR3bw==", "c2lnbmVkLXRocmVl"];
    public static readonly string[] Responses = ["resp_1", "resp_2"];

    public static InboundCall Make(WireProtocol protocol, string model, Random random)
    {
        var members = new List<string> { $"\"model\":\"{model}\"" };
        AddIf(members, random, "\"stream\":true", "\"temperature\":0.5");
        var body = $"{{{string.Join(',', members.Concat(Rest(protocol, random)))}}}";
        var codec = Codecs.All.InboundFor(protocol);
        var bytes = Encoding.UTF8.GetBytes(body);
        var reading = codec.ReadFacts(bytes, RequestHints.None);
        Assert.True(reading.Error is null, $"{body}: {reading.Error?.Message}");
        return new InboundCall(codec, BodyBuffer.CopyOf(bytes), reading.Facts!, reading.Map);
    }

    private static List<string> Rest(WireProtocol protocol, Random random)
    {
        var signature = random.Next(4) is var at and < 3 ? Signatures[at] : null;
        return protocol.Name switch
        {
            "messages" => Messages(signature, random),
            "responses" => ResponsesOf(signature, random),
            _ => Chat(signature, random),
        };
    }

    private static List<string> Messages(string? signature, Random random)
    {
        var block = signature is null ? "" : $$"""{"type":"thinking","thinking":"hm","signature":"{{signature}}"},""";
        List<string> members =
        [
            "\"max_tokens\":4000",
            $$"""
            "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{{block}}{"type":"text","text":"hello"}]},{"role":"user","content":"and?"}]
            """,
        ];
        AddIf(members, random, "\"top_k\":3", """ "thinking":{"type":"enabled","budget_tokens":2000} """);
        return members;
    }

    private static List<string> ResponsesOf(string? signature, Random random)
    {
        var item = signature is null ? "" : $$"""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"{{signature}}"},""";
        List<string> members = [$$""" "input":[{{item}}{"type":"message","role":"user","content":"hi"}] """];
        AddIf(members, random, "\"store\":true", "\"truncation\":\"auto\"");
        if (random.Next(4) == 0)
        {
            members.Add($"\"previous_response_id\":\"{(random.Next(3) is var at and < 2 ? Responses[at] : "resp_unknown")}\"");
        }

        return members;
    }

    private static List<string> Chat(string? signature, Random random)
    {
        var details = signature is null ? "" : $$""","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"{{signature}}","index":0}]""";
        List<string> members = [$$""" "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"{{details}}},{"role":"user","content":"and?"}] """];
        AddIf(members, random, "\"seed\":7", "\"reasoning_effort\":\"low\"", "\"logit_bias\":{}");
        return members;
    }

    private static void AddIf(List<string> members, Random random, params string[] optional) => members.AddRange(optional.Where(_ => random.Next(3) == 0));
}
