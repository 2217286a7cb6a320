using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Folds the events of a Messages stream and notes what breaks the protocol's grammar.</summary>
internal sealed class MessagesStreamObserver
{
    private readonly List<string> _problems = [];
    private readonly MessagesBlockObserver _blocks;
    private ObservedResponse _response = new();
    private bool _hasStarted;

    public MessagesStreamObserver() => _blocks = new MessagesBlockObserver(_problems);

    public ObservedResponse Read(SseTranscript transcript)
    {
        foreach (var item in transcript.Events)
        {
            Check(!_response.IsComplete, $"an event after message_stop: {item.Name}");
            Check(_response.ErrorMessage is null, $"an event after the error: {item.Name}");
            if (item.ReadJson() is { } data)
            {
                Check(data.GetText("type") == item.Name, $"event {item.Name} holds the type {data.GetText("type")}");
                Take(item.Name, data);
            }
            else
            {
                _problems.Add($"data that is not JSON: {item.Data}");
            }
        }

        return _blocks.Fill(_response) with { Problems = _problems };
    }

    private void Take(string name, JsonElement data)
    {
        Check(_hasStarted || name is "message_start" or "ping" or "error", $"{name} before message_start");
        switch (name)
        {
            case "message_start":
                Start(data.Get("message") ?? default);
                break;
            case "content_block_start" or "content_block_delta" or "content_block_stop":
                Check(_response.StopReason is null, $"{name} after message_delta");
                _blocks.Take(name, data);
                break;
            case "message_delta":
                End(data);
                break;
            case "message_stop":
                Check(_response.StopReason is not null, "message_stop without a stop_reason");
                _response = _response with { IsComplete = true };
                break;
            case "error":
                var told = UsageReading.OfError(data.Get("error") ?? default);
                _response = _response with { ErrorMessage = told.ErrorMessage, ErrorType = told.ErrorType };
                break;
        }
    }

    private void Start(JsonElement message)
    {
        Check(!_hasStarted, "message_start twice");
        Check(message.GetText("role") == "assistant" && message.GetText("type") == "message", "not a message of the assistant");
        Check(message.Get("usage") is not null, "message_start without usage");
        _hasStarted = true;
        _response = _response with
        {
            Id = message.GetText("id"),
            Model = message.GetText("model"),
            Usage = message.Get("usage") is { } usage ? UsageReading.OfMessages(usage) : null,
        };
    }

    private void End(JsonElement data)
    {
        Check(!_blocks.IsOpen, "message_delta while a block is open");
        Check(_response.StopReason is null, "message_delta twice");
        Check(data.Get("usage") is not null, "message_delta without usage");
        _response = _response with
        {
            StopReason = data.Get("delta")?.GetText("stop_reason"),
            Usage = data.Get("usage") is { } usage ? UsageReading.OfMessages(usage, _response.Usage) : _response.Usage,
        };
        Check((_response.StopReason == "tool_use") == _blocks.HasCalls, "stop_reason and tool_use blocks don't agree");
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            _problems.Add(problem);
        }
    }
}
