using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Reads the conversation of a request. Consecutive tool messages become one message of the user.</summary>
internal sealed class OpenAIChatMessageReader
{
    private static readonly byte[][] _known = JsonNames.Of("role", "content", "name");

    private readonly JsonRequest _json;
    private readonly OpenAIChatTurnReader _turns;
    private readonly List<Message> _messages = [];
    private readonly List<ContentPart> _results = [];

    private OpenAIChatMessageReader(JsonRequest json) => (_json, _turns) = (json, new(json));

    public static EquatableArray<Message> Read(JsonRequest json)
    {
        var reader = new OpenAIChatMessageReader(json);
        var messages = json.FindArray(json.Root, "messages"u8);
        if (messages.ValueKind == JsonValueKind.Undefined)
        {
            throw json.Wrong("messages"u8, "is required");
        }

        using (json.At("messages"))
        {
            reader.ReadEach(messages);
        }

        return reader._messages.ToEquatableArray();
    }

    private void ReadEach(JsonElement messages)
    {
        var at = 0;
        foreach (var message in messages.EnumerateArray())
        {
            using (_json.At(at++))
            {
                Read(message);
            }
        }

        EndResults();
    }

    private void Read(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw _json.Wrong("must be an object");
        }

        var role = _json.TakeString(message, "role"u8);
        switch (role)
        {
            case "tool":
                AddResult(_turns.ReadResult(message));
                return;
            case "function":
                AddResult(_turns.ReadOldResult(message));
                return;
        }

        EndResults();
        _messages.Add(role switch
        {
            "user" => ReadSpoken(message, Role.User),
            "system" => ReadSpoken(message, Role.System),
            "developer" => ReadSpoken(message, Role.Developer),
            "assistant" => _turns.Read(message),
            _ => throw _json.Wrong("role"u8, "must be system, developer, user, assistant, tool or function"),
        });
    }

    private Message ReadSpoken(JsonElement message, Role role)
    {
        var content = message.Find("content"u8);
        if (content.ValueKind == JsonValueKind.Undefined)
        {
            throw _json.Wrong("content"u8, "is required");
        }

        List<ContentPart> parts = [];
        using (_json.At("content"))
        {
            OpenAIChatContentReader.Read(_json, content, parts);
        }

        return new(role, parts.ToEquatableArray())
        {
            Name = _json.FindString(message, "name"u8),
            Extensions = _json.Document.ReadExtensions(message, WireProtocol.OpenAIChat, _known),
        };
    }

    private void AddResult(ToolResultPart? result)
    {
        if (result is not null)
        {
            _results.Add(result);
        }
    }

    private void EndResults()
    {
        if (_results.Count > 0)
        {
            _messages.Add(new(Role.User, _results.ToEquatableArray()));
            _results.Clear();
        }
    }
}
