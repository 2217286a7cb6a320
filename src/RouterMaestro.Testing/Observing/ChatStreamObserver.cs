using System.Text;
using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Folds the events of a Chat stream and notes what breaks the protocol's grammar.</summary>
internal sealed class ChatStreamObserver
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _refusal = new();
    private readonly ChatCallObserver _calls;
    private readonly List<string> _problems = [];
    private ObservedResponse _response = new();
    private bool _hasRole;

    public ChatStreamObserver() => _calls = new ChatCallObserver(_problems);

    public ObservedResponse Read(SseTranscript transcript)
    {
        foreach (var item in transcript.Events)
        {
            Check(!_response.IsComplete, $"an event after [DONE]: {item.Data}");
            Check(_response.ErrorMessage is null || item.Data == "[DONE]", $"an event after the error: {item.Data}");
            Take(item);
        }

        return _response with
        {
            Text = _text.ToString(),
            Reasoning = _reasoning.ToString(),
            Refusal = _refusal.ToString(),
            ToolCalls = _calls.Finish(_response.StopReason),
            Problems = _problems,
        };
    }

    private void Take(SseTranscriptEvent item)
    {
        if (item.Data == "[DONE]")
        {
            Check(_response.StopReason is not null || _response.ErrorMessage is not null, "[DONE] without a finish_reason");
            _response = _response with { IsComplete = true };
        }
        else if (item.ReadJson() is not { } chunk)
        {
            _problems.Add($"data that is not JSON: {item.Data}");
        }
        else if (chunk.Get("error") is { } error)
        {
            var told = UsageReading.OfError(error);
            _response = _response with { ErrorMessage = told.ErrorMessage, ErrorType = told.ErrorType };
        }
        else
        {
            TakeChunk(chunk);
        }
    }

    private void TakeChunk(JsonElement chunk)
    {
        Check(chunk.GetText("object") == "chat.completion.chunk", "object is not chat.completion.chunk");
        Check(_response.Id is null || _response.Id == chunk.GetText("id"), "the id changes");
        Check(_response.Model is null || _response.Model == chunk.GetText("model"), "the model changes");
        _response = _response with { Id = chunk.GetText("id"), Model = chunk.GetText("model") };
        if (chunk.Get("usage") is { } usage)
        {
            Check(_response.Usage is null, "usage is said twice");
            _response = _response with { Usage = UsageReading.OfChat(usage) };
        }

        foreach (var choice in chunk.GetItems("choices"))
        {
            Check(_response.StopReason is null, "a choice after finish_reason");
            TakeDelta(choice.Get("delta") ?? default);
            _response = _response with { StopReason = choice.GetText("finish_reason") ?? _response.StopReason };
        }
    }

    private void TakeDelta(JsonElement delta)
    {
        Check(delta.ValueKind == JsonValueKind.Object, "a choice without a delta");
        _hasRole |= delta.GetText("role") == "assistant";
        Check(_hasRole, "content before the role");
        _text.Append(delta.GetText("content"));
        _reasoning.Append(delta.GetText("reasoning_content") ?? delta.GetText("reasoning"));
        _refusal.Append(delta.GetText("refusal"));
        foreach (var call in delta.GetItems("tool_calls"))
        {
            _calls.Take(call);
        }
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            _problems.Add(problem);
        }
    }
}
