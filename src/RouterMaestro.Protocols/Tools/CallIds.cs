using System.Globalization;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Tools;

/// <summary>
/// Gives the calls of a history ids of their own. Servers that count from call_0 in each answer repeat them, and Messages refuses that ("tool_use ids must be
/// unique", BerriAI/litellm#23510). What a call is renamed to depends on the calls before it alone, so that a prompt cache finds the same beginning in the
/// next turn.
/// </summary>
internal static class CallIds
{
    /// <summary>Renames the calls whose id is empty or that of an earlier call, each with its results.</summary>
    /// <returns>The request; the same one if all ids are unique.</returns>
    public static ChatRequest MakeUnique(ChatRequest request) => AreUnique(request) ? request : request with { Messages = new Renaming().Apply(request.Messages) };

    private static bool AreUnique(ChatRequest request)
    {
        HashSet<string>? ids = null;
        foreach (var message in request.Messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is ToolCallPart call && (call.Id.Length == 0 || !(ids ??= []).Add(call.Id)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private sealed class Renaming
    {
        private readonly HashSet<string> _ids = [];
        private readonly Dictionary<string, Pending> _pending = [];
        private int _message;

        public EquatableArray<Message> Apply(EquatableArray<Message> messages) => messages.Select(Rename).ToEquatableArray();

        private Message Rename(Message message)
        {
            _message++;
            return message.Parts.Any(static p => p is ToolCallPart or ToolResultPart)
                ? message with { Parts = message.Parts.Select(Rename).ToEquatableArray() }
                : message;
        }

        private ContentPart Rename(ContentPart part) => part switch
        {
            ToolCallPart call => call with { Id = IdOf(call.Id) },
            ToolResultPart result => result with { CallId = CallOf(result.CallId) },
            _ => part,
        };

        private string IdOf(string id)
        {
            var unique = id.Length == 0 ? "call_0" : id;
            for (var number = 2; !_ids.Add(unique); number++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{(id.Length == 0 ? "call" : id)}_{number}");
            }

            // a call of an earlier turn that has no result by now gets none any more
            if (!_pending.TryGetValue(id, out var pending) || pending.Message != _message)
            {
                _pending[id] = pending = new(_message);
            }

            pending.Ids.Enqueue(unique);
            return unique;
        }

        /// <summary>Returns the new id of the call that a result belongs to: of several with one id, the first without a result.</summary>
        private string CallOf(string id)
        {
            if (!_pending.TryGetValue(id, out var pending))
            {
                return id;
            }

            return pending.Ids.Count > 1 ? pending.Ids.Dequeue() : pending.Ids.Peek();
        }

        private sealed record Pending(int Message)
        {
            public Queue<string> Ids { get; } = new();
        }
    }
}
