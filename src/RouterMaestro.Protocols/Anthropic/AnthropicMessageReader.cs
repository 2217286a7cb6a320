using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads the conversation of a request: the system prompt first, then the messages in their order.</summary>
internal sealed class AnthropicMessageReader
{
    private static readonly byte[][] _known = AnthropicNames.Of("role", "content");
    private readonly JsonRequest _json;
    private readonly AnthropicBlockReader _blocks;
    private readonly List<Message> _messages = [];

    private AnthropicMessageReader(JsonRequest json) => (_json, _blocks) = (json, new(json));

    public static EquatableArray<Message> Read(JsonRequest json)
    {
        var reader = new AnthropicMessageReader(json);
        reader.ReadSystem();
        reader.ReadMessages();
        return reader._messages.ToEquatableArray();
    }

    private void ReadSystem()
    {
        var system = _json.Root.Find("system"u8);
        if (system.ValueKind != JsonValueKind.Undefined)
        {
            using (_json.At("system"))
            {
                AddInstructions(system, Extensions.None);
            }
        }
    }

    private void ReadMessages()
    {
        var messages = _json.FindArray(_json.Root, "messages"u8);
        if (messages.ValueKind == JsonValueKind.Undefined)
        {
            throw _json.Wrong("messages"u8, "is required");
        }

        using (_json.At("messages"))
        {
            var at = 0;
            foreach (var message in messages.EnumerateArray())
            {
                using (_json.At(at++))
                {
                    ReadMessage(message);
                }
            }
        }
    }

    private void ReadMessage(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw _json.Wrong("must be an object");
        }

        var role = RoleOf(message);
        var content = message.Find("content"u8);
        if (content.ValueKind == JsonValueKind.Undefined && role != Role.Assistant)
        {
            throw _json.Wrong("content"u8, "is required");
        }

        var extensions = _json.Document.ReadExtensions(message, WireProtocol.AnthropicMessages, _known);
        using (_json.At("content"))
        {
            if (role == Role.System)
            {
                AddInstructions(content, extensions);
            }
            else
            {
                _messages.Add(new(role, _blocks.Read(content)) { Extensions = extensions });
            }
        }
    }

    private Role RoleOf(JsonElement message) => _json.TakeString(message, "role"u8) switch
    {
        "user" => Role.User,
        "assistant" => Role.Assistant,
        "system" => Role.System,
        _ => throw _json.Wrong("role"u8, "must be user, assistant or system"),
    };

    /// <summary>Instructions of which nothing is left, such as the client's own billing note, make no message.</summary>
    private void AddInstructions(JsonElement content, Extensions extensions)
    {
        List<ContentPart> parts = [];
        foreach (var part in _blocks.Read(content))
        {
            if (part is not TextPart text)
            {
                _json.Losses.Add("system");
                continue;
            }

            var kept = ClaudeCodeBillingText.Strip(text.Text);
            if (!kept.IsEmpty)
            {
                parts.Add(text with { Text = kept });
            }
        }

        if (parts.Count > 0)
        {
            _messages.Add(new(Role.System, parts.ToEquatableArray()) { Extensions = extensions });
        }
    }
}
