using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>The content of a response, read from its JSON without the codec or from the canonical model, so that both can be compared.</summary>
internal sealed record OpenAIChatExpectation(string Text, string Reasoning, string Refusal, string Calls, string Finish, string Usage)
{
    public static OpenAIChatExpectation Of(ChatResponse response) => new(
        string.Concat(response.Parts.OfType<TextPart>().Select(p => p.Text)),
        string.Concat(response.Parts.OfType<ReasoningPart>().Select(p => p.Text)),
        string.Concat(response.Parts.OfType<RefusalPart>().Select(p => p.Text)),
        string.Join('|', response.Parts.OfType<ToolCallPart>().Select(c => $"{c.Id} {c.Name} {Canonical(c.BrokenArguments ?? c.Arguments.ToString())}")),
        response.Finish.ToString(),
        response.Usage is { } u ? $"{u.Prompt} {u.CacheRead} {u.Completion} {u.Total}" : "");

    public static OpenAIChatExpectation OfWhole(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var sum = new Sum();
        sum.AddDocument(document.RootElement, "message");
        return sum.Build();
    }

    /// <summary>Joins the frames of a stream without the decoder.</summary>
    public static OpenAIChatExpectation OfStream(byte[] body)
    {
        var sum = new Sum();
        foreach (var frame in SseFrames.Read(body, body.Length).Frames.Where(f => f.Data.StartsWith('{')))
        {
            using var document = JsonDocument.Parse(frame.Data);
            sum.AddDocument(document.RootElement, "delta");
        }

        return sum.Build();
    }

    private static string Canonical(string arguments)
    {
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<SortedDictionary<string, JsonElement>>(arguments.Length == 0 ? "{}" : arguments));
        }
        catch (JsonException)
        {
            return arguments;
        }
    }

    private sealed class Sum
    {
        private readonly SortedDictionary<int, string[]> _calls = [];
        private string _text = "";
        private string _reasoning = "";
        private string _refusal = "";
        private string? _finish;
        private string _usage = "";

        public void AddDocument(JsonElement document, string message)
        {
            foreach (var choice in Array(document, "choices").Where(c => Count(c, "index") == 0))
            {
                Add(choice.GetProperty(message));
                _finish = Word(choice, "finish_reason") is { Length: > 0 } finish ? finish : _finish;
            }

            if (Member(document, "usage") is { ValueKind: JsonValueKind.Object } usage)
            {
                AddUsage(usage);
            }
            else if (Member(document, "x_groq") is { ValueKind: JsonValueKind.Object } extra && Member(extra, "usage") is { ValueKind: JsonValueKind.Object } hidden)
            {
                AddUsage(hidden);
            }
        }

        public OpenAIChatExpectation Build() => new(
            _text,
            _reasoning,
            _refusal,
            string.Join('|', _calls.Values.Select(c => $"{c[0]} {c[1]} {Canonical(c[2])}")),
            (_finish switch
            {
                "length" => FinishReason.Length,
                "content_filter" => FinishReason.ContentFilter,
                _ => _calls.Count > 0 ? FinishReason.ToolCalls : FinishReason.Stop,
            }).ToString(),
            _usage);

        private void Add(JsonElement message)
        {
            var content = Member(message, "content");
            _text += content.ValueKind == JsonValueKind.String ? content.GetString() : "";
            foreach (var block in content.ValueKind == JsonValueKind.Array ? content.EnumerateArray() : default)
            {
                _text += Word(block, "text");
                _reasoning += string.Concat(Array(block, "thinking").Select(t => Word(t, "text")));
            }

            if (content.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined && Member(message, "audio") is { ValueKind: JsonValueKind.Object } audio)
            {
                _text += Word(audio, "transcript");
            }

            _reasoning += Word(message, "reasoning_content")
                ?? Word(message, "reasoning")
                ?? string.Concat(Array(message, "reasoning_details").Select(d => Word(d, "text") ?? Word(d, "summary")));
            _refusal += Word(message, "refusal");
            foreach (var call in Array(message, "tool_calls"))
            {
                AddCall((int)(Count(call, "index") ?? _calls.Count), Word(call, "id"), call.GetProperty("function"));
            }

            if (Member(message, "function_call") is { ValueKind: JsonValueKind.Object } legacy && (_calls.Count == 0 || _calls[0][0].Length == 0) && legacy.GetRawText().Length > 30)
            {
                AddCall(0, _calls.Count == 0 ? "" : null, legacy);
            }
        }

        private void AddCall(int index, string? id, JsonElement function)
        {
            if (!_calls.TryGetValue(index, out var call))
            {
                _calls[index] = call = ["", "", ""];
            }

            // OpenRouter's moonshotai/kimi-k2 repeats the id and the name in later pieces (recording test_tools_streaming_variant_a)
            call[0] = call[0].Length == 0 ? id ?? "" : call[0];
            call[1] = call[1].Length == 0 ? Word(function, "name") ?? "" : call[1];
            call[2] += Word(function, "arguments");
        }

        private void AddUsage(JsonElement usage)
        {
            var prompt = Count(usage, "prompt_tokens") ?? 0;
            var completion = Count(usage, "completion_tokens") ?? 0;
            var total = Count(usage, "total_tokens") ?? prompt + completion;
            if (prompt + completion > 0)
            {
                var cached = (Member(usage, "prompt_tokens_details") is { ValueKind: JsonValueKind.Object } details ? Count(details, "cached_tokens") : null)
                    ?? Count(usage, "cached_tokens") ?? Count(usage, "num_cached_tokens") ?? Count(usage, "prompt_cache_hit_tokens") ?? 0;
                _usage = $"{prompt} {cached} {total - prompt} {total}";
            }
        }

        private static JsonElement Member(JsonElement parent, string name) => parent.TryGetProperty(name, out var member) ? member : default;

        private static JsonElement.ArrayEnumerator Array(JsonElement parent, string name) =>
            Member(parent, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

        private static string? Word(JsonElement parent, string name) =>
            Member(parent, name) is { ValueKind: JsonValueKind.String } word ? word.GetString() : null;

        private static long? Count(JsonElement parent, string name) =>
            Member(parent, name) is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : null;
    }
}
