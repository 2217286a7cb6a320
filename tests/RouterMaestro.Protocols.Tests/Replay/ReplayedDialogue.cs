using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>
/// Replays a recorded dialogue with a caller of another protocol. Each request repeats the response that the caller got before, and must
/// reach the provider like the recorded request, with all calls and reasoning in place.
/// </summary>
/// <param name="caller">The caller's protocol.</param>
/// <param name="calls">The calls of one file, in order.</param>
internal sealed class ReplayedDialogue(WireProtocol caller, IReadOnlyList<ReplayedRecording> calls)
{
    private readonly WireProtocol _provider = calls[0].Protocol;
    private readonly List<string> _reasonings = [];
    private JsonArray? _history;
    private ObservedRequest? _last;
    private ObservedResponse? _response;

    private string Messages => caller == WireProtocol.OpenAIResponses ? "input" : "messages";

    public string? Replay()
    {
        foreach (var call in calls)
        {
            if (Step(call) is { } difference)
            {
                return $"#{call.Recording.Index} {difference}";
            }
        }

        return null;
    }

    private string? Step(ReplayedRecording call)
    {
        var asked = RequestObserver.Of(_provider, call.Request!);
        var losses = new LossSink();
        JsonObject body;
        try
        {
            body = PlainJson.Object(new Hop(_provider, caller).Forward(call.Request!, losses));
        }
        catch (RouterException) when (asked.HasForeign)
        {
            // a caller of another protocol cannot continue stored state
            _history = null;
            return null;
        }

        Continue(body, asked);
        var hop = new Hop(caller, _provider);
        var request = hop.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), losses);
        var written = RequestObserver.Of(_provider, hop.Write(request, losses));
        var difference = ObservedRequestDifference.Find(asked, written, losses.Fields.ToList())
            ?? _reasonings.Where(t => asked.ReasoningTexts.Contains(t) && !written.ReasoningTexts.Contains(t)).Select(t => $"the reasoning '{t[..Math.Min(80, t.Length)]}' did not return").FirstOrDefault();
        Remember(call, hop, asked, body, request.Tools, losses);
        return difference;
    }

    /// <summary>Replaces the recorded response in the request by the response that the caller got.</summary>
    private void Continue(JsonObject body, ObservedRequest asked)
    {
        var translated = body[Messages] as JsonArray ?? [];
        if (_history is null || !ContinuesDialogue(asked) || TurnsOfModel(translated) < TurnsOfModel(_history))
        {
            _reasonings.Clear();
            return;
        }

        // everything after the response is new
        var turns = TurnsOfModel(_history);
        var tail = Enumerable.Range(0, translated.Count + 1).First(at => TurnsOfModel(translated.Take(at)) == turns && (at == translated.Count || !IsOfModel(translated[at])));
        var continued = new JsonArray([.. _history.Concat(translated.Skip(tail)).Select(m => m?.DeepClone())]);
        AnswerCalls(continued);
        body[Messages] = continued;
    }

    /// <summary>Lets results name the calls that the caller got: a legacy result names its function, so that the translated request made up an id for it.</summary>
    private static void AnswerCalls(JsonArray items)
    {
        List<string> calls = [];
        foreach (var item in items.SelectMany(i => i?["content"] is JsonArray blocks && i["call_id"] is null ? blocks : (IEnumerable<JsonNode?>)[i]))
        {
            var result = item.Word("type") == "tool_result" ? "tool_use_id" : "call_id";
            if (item.Word("type") == "tool_use" || (item?["call_id"] is not null && IsOfModel(item)))
            {
                calls.Add(item.Word("id") is { } id && item.Word("type") == "tool_use" ? id : item.Text("call_id"));
            }
            else if (item?[result] is not null && !calls.Contains(item.Text(result)))
            {
                item[result] = calls[^1];
            }
        }
    }

    private static int TurnsOfModel(IEnumerable<JsonNode?> messages)
    {
        var (turns, isWithin) = (0, false);
        foreach (var isOfModel in messages.Select(IsOfModel))
        {
            turns += isOfModel && !isWithin ? 1 : 0;
            isWithin = isOfModel;
        }

        return turns;
    }

    /// <summary>Returns true if the request continues the dialogue: it repeats all earlier messages and the response.</summary>
    private bool ContinuesDialogue(ObservedRequest asked)
    {
        if (_last is null || _response is not { IsFailure: false } response || !_last.Lines.SequenceEqual(asked.Lines.Take(_last.Lines.Count)))
        {
            return false;
        }

        var turn = asked.Lines.Skip(_last.Lines.Count).TakeWhile(l => l.Kind is "answer" or "call").ToList();
        return turn.Count > 0
            && response.Calls.SequenceEqual(turn.Where(l => l.Kind == "call").Select(l => l.Line))
            && turn.Where(l => l.Kind == "answer").Select(l => l.Line).DefaultIfEmpty("").Single() == response.Text.Trim();
    }

    private void Remember(ReplayedRecording call, Hop hop, ObservedRequest asked, JsonObject body, Domain.EquatableArray<Domain.Chat.Tool> tools, LossSink losses)
    {
        (_last, _response) = (asked, ReplayedHop.ObservedResponseOf(call));
        _history = null;
        if (!_response.IsFailure)
        {
            var events = hop.Decode(call.Recording.Body, call.Recording.IsSse);
            var got = call.Recording.IsSse ? hop.Stream(events, tools) : hop.Whole(events, tools, losses);
            var said = body[Messages] as JsonArray ?? [new JsonObject { ["type"] = "message", ["role"] = "user", ["content"] = body[Messages]?.DeepClone() }];
            _history = new JsonArray([.. said.Concat(ResponseReader.AsTurn(caller, got, call.Recording.IsSse)).Select(m => m?.DeepClone())]);
            _reasonings.AddRange(_response.ReasoningTexts);
        }
    }

    private static bool IsOfModel(JsonNode? message) =>
        message.Word("role") == "assistant" || message.Word("type") is "reasoning" or "function_call" or "custom_tool_call" or "tool_search_call";
}
