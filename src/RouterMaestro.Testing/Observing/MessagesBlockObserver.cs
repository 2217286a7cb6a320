using System.Text;
using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Puts the content blocks of a Messages stream together.</summary>
internal sealed class MessagesBlockObserver(List<string> problems)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _input = new();
    private readonly List<string> _signatures = [];
    private readonly List<ObservedToolCall> _calls = [];
    private int _next;
    private string? _open;

    public bool IsOpen => _open is not null;

    public bool HasCalls => _calls.Count > 0;

    public void Take(string name, JsonElement data)
    {
        var index = data.Get("index") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : -1;
        if (name == "content_block_start")
        {
            Check(!IsOpen, "a block starts inside of another");
            Check(index == _next, $"block {index} starts where {_next} is next");
            Start(data.Get("content_block") ?? default);
            return;
        }

        Check(IsOpen && index == _next, $"{name} for block {index}, which is not open");
        if (name == "content_block_delta")
        {
            TakeDelta(data.Get("delta") ?? default);
        }
        else
        {
            Stop();
        }
    }

    public ObservedResponse Fill(ObservedResponse response) => response with
    {
        Text = _text.ToString(),
        Reasoning = _reasoning.ToString(),
        Signatures = _signatures,
        ToolCalls = _open == "tool_use" ? [.. _calls[..^1], _calls[^1] with { Arguments = _input.ToString() }] : _calls,
    };

    private void Start(JsonElement block)
    {
        _open = block.GetText("type") ?? "";
        _text.Append(block.GetText("text"));
        _reasoning.Append(block.GetText("thinking"));
        if (_open == "tool_use")
        {
            _input.Clear();
            _calls.Add(new ObservedToolCall(block.GetText("id") ?? "", block.GetText("name") ?? "", "{}"));
            Check(_calls[^1].Id.Length > 0 && _calls[^1].Name.Length > 0, "a tool_use block without an id or a name");
        }
        else if (_open == "thinking")
        {
            _signatures.Add(block.GetText("signature") ?? "");
        }
    }

    private void TakeDelta(JsonElement delta)
    {
        var type = delta.GetText("type");
        Check(_open switch
        {
            "text" => type is "text_delta" or "citations_delta",
            "thinking" => type is "thinking_delta" or "signature_delta",
            "tool_use" => type == "input_json_delta",
            "redacted_thinking" => false,
            _ => true,
        }, $"{type} in a block of type {_open}");
        _text.Append(delta.GetText("text"));
        _reasoning.Append(delta.GetText("thinking"));
        _input.Append(delta.GetText("partial_json"));
        if (type == "signature_delta" && _signatures.Count > 0)
        {
            _signatures[^1] += delta.GetText("signature");
        }
    }

    private void Stop()
    {
        if (_open == "tool_use")
        {
            var input = _input.Length == 0 ? "{}" : _input.ToString();
            _calls[^1] = _calls[^1] with { Arguments = input };
            Check(new SseTranscriptEvent("", input).ReadJson() is { ValueKind: JsonValueKind.Object }, "the input of a tool_use block is not a JSON object");
        }

        _open = null;
        _next++;
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
