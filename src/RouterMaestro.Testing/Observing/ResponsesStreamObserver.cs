using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Folds the events of a Responses stream and notes what breaks the protocol's grammar.</summary>
internal sealed class ResponsesStreamObserver
{
    private readonly List<string> _problems = [];
    private readonly List<ResponsesItemObserver> _items = [];
    private ObservedResponse _response = new();
    private bool _hasStarted;
    private bool _hasEnded;

    public ObservedResponse Read(SseTranscript transcript)
    {
        foreach (var (number, item) in transcript.Events.Index())
        {
            if (item.ReadJson() is not { } data)
            {
                _problems.Add($"data that is not JSON: {item.Data}");
                continue;
            }

            Check(!_hasEnded, $"an event after the terminal: {item.Name}");
            Check(_response.ErrorMessage is null || item.Name == "response.failed", $"an event after the error: {item.Name}");
            Check(data.GetText("type") == item.Name, $"event {item.Name} holds the type {data.GetText("type")}");
            Check(data.Get("sequence_number") is { ValueKind: JsonValueKind.Number } n && n.GetInt32() == number - Lost(transcript, number), $"event {number} has the sequence number {data.Get("sequence_number")}");
            Take(item.Name, data);
        }

        return (_hasEnded && _response.ErrorMessage is null ? _response : _items.Aggregate(_response, (answer, item) => item.Fill(answer))) with { Problems = _problems };
    }

    // what is no JSON has no number, nor takes one from the others
    private static int Lost(SseTranscript transcript, int number) => transcript.Events.Take(number).Count(e => e.ReadJson() is null);

    private void Take(string name, JsonElement data)
    {
        Check(_hasStarted || name is "response.created" or "error" or "keepalive", $"{name} before response.created");
        switch (name)
        {
            case "response.created":
                Check(!_hasStarted, "response.created twice");
                Open(data, isFirst: true);
                break;
            case "response.in_progress" or "response.queued":
                Check(_items.Count == 0, $"{name} after an item");
                Open(data, isFirst: false);
                break;
            case "response.completed" or "response.incomplete" or "response.failed":
                End(name, data.Get("response") ?? default);
                break;
            case "error":
                Fail(data.Get("error") ?? data);
                break;
            default:
                TakeOfItem(name, data);
                break;
        }
    }

    private void Open(JsonElement data, bool isFirst)
    {
        var response = data.Get("response") ?? default;
        Check(response.GetText("status") is "in_progress" or "queued", "the response begins in another status than in_progress");
        Check(!response.GetItems("output").Any(), "the response begins with output");
        Check(isFirst || _response.Id == response.GetText("id"), "the id changes");
        _hasStarted = true;
        _response = _response with { Id = response.GetText("id"), Model = response.GetText("model") };
    }

    private void TakeOfItem(string name, JsonElement data)
    {
        if (data.Get("output_index") is not { ValueKind: JsonValueKind.Number } number)
        {
            Check(!name.StartsWith("response.output_", StringComparison.Ordinal), $"{name} without an output_index");
            return;
        }

        var index = number.GetInt32();
        if (name == "response.output_item.added")
        {
            Check(index == _items.Count, $"item {index} begins where {_items.Count} is next");
            _items.Add(new ResponsesItemObserver(index, data.Get("item") ?? default, _problems));
        }
        else if (index < 0 || index >= _items.Count)
        {
            _problems.Add($"{name} for item {index}, which has not begun");
        }
        else if (name == "response.output_item.done")
        {
            _items[index].Finish(data.Get("item") ?? default);
        }
        else
        {
            _items[index].Take(name, data);
        }
    }

    private void End(string name, JsonElement response)
    {
        _hasEnded = true;
        Check($"response.{response.GetText("status")}" == name, $"{name} with the status {response.GetText("status")}");
        Check(_response.Id == response.GetText("id"), "the id changes");
        if (name == "response.failed")
        {
            Fail(response.Get("error") ?? default);
            return;
        }

        Check(_items.TrueForAll(item => item.Done is not null), "the response ends while an item is not done");
        var output = response.GetItems("output").ToList();
        Check(
            output.Count == _items.Count && output.Zip(_items).All(pair => pair.Second.IsDoneAs(pair.First)),
            "the response ends with other items than were done");
        var told = ResponsesBodyObserver.Read(response);
        _problems.AddRange(told.Problems);
        _response = told;
    }

    private void Fail(JsonElement error)
    {
        var told = UsageReading.OfError(error);
        var type = error.GetText("type") == "error" ? error.GetText("code") : told.ErrorType;
        _response = _response with { ErrorMessage = told.ErrorMessage, ErrorType = _response.ErrorType ?? type };
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            _problems.Add(problem);
        }
    }
}
