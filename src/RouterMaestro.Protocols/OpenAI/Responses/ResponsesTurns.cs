using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Puts what items say together into messages.</summary>
/// <param name="losses">Takes what no provider would take.</param>
internal sealed class ResponsesTurns(LossSink losses)
{
    private readonly List<Message> _messages = [];
    private readonly List<ContentPart> _response = [];
    private readonly List<ContentPart> _results = [];
    private bool _hasOtherItems;

    public void Add(Message message)
    {
        EndResponse();
        EndResults();
        _messages.Add(message);
    }

    public void AddToResponse(ContentPart part)
    {
        EndResults();
        _response.Add(part);
    }

    public void AddResult(ToolResultPart result)
    {
        EndResponse();
        _results.Add(result);
    }

    /// <summary>Notes an item that has no part, and gets its place: how many messages came before, and how many parts of the one that is open.</summary>
    public (int Message, int Part) PlaceOther()
    {
        _hasOtherItems = true;
        return (_messages.Count, _response.Count + _results.Count);
    }

    public EquatableArray<Message> End()
    {
        EndResponse();
        EndResults();
        return _messages.ToEquatableArray();
    }

    /// <summary>A thought that led to nothing, as after an answer that broke off, is refused by every provider.</summary>
    private void EndResponse()
    {
        if (_response.Count > 0 && !_hasOtherItems && _response.TrueForAll(p => p is ReasoningPart or RedactedReasoningPart))
        {
            losses.Add("input.reasoning");
            _response.Clear();
        }

        _hasOtherItems = false;
        End(Role.Assistant, _response);
    }

    private void EndResults() => End(Role.User, _results);

    private void End(Role role, List<ContentPart> parts)
    {
        if (parts.Count > 0)
        {
            _messages.Add(new(role, parts.ToEquatableArray()));
            parts.Clear();
        }
    }
}
