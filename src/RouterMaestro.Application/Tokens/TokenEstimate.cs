using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Tokens;

/// <summary>Estimates the tokens of one request by the rules of a model family. A pure function of the request.</summary>
internal sealed class TokenEstimate
{
    /// <summary>The maximum number of characters that the tokenizer counts. Text beyond it is extrapolated from the text before it.</summary>
    private const int MaxCharacters = 2_000_000;

    private readonly ITextTokenizer _tokenizer;
    private readonly TokenFamily _family;
    private readonly ProtocolDescription? _caller;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, string> _calls = [];
    private double _around;
    private double _texts;
    private int _counted;
    private long _found;

    private TokenEstimate(ITextTokenizer tokenizer, TokenFamily family, ProtocolDescription? caller, CancellationToken cancellation) =>
        (_tokenizer, _family, _caller, _cancellation) = (tokenizer, family, caller, cancellation);

    /// <summary>Counts a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="family">The family of the model that it goes to.</param>
    /// <param name="caller">The protocol of the request's extensions; null if it has none.</param>
    /// <param name="mentions">The tools that the conversation mentions outside the list of tools.</param>
    /// <param name="tokenizer">Counts texts.</param>
    /// <param name="cancellation">Cancels the estimate.</param>
    public static int Of(
        ChatRequest request, TokenFamily family, ProtocolDescription? caller, ToolMentions mentions, ITextTokenizer tokenizer, CancellationToken cancellation)
    {
        var estimate = new TokenEstimate(tokenizer, family, caller, cancellation);
        estimate.AddMessages(request.Messages);
        estimate.AddTools(request.Tools, mentions);
        estimate.AddExtensions(request.Extensions.Fields);
        estimate.AddSettings(request);
        return (int)Math.Min(int.MaxValue, Math.Round(family.Opening + estimate._around + (estimate._texts * family.Scale)));
    }

    private void AddMessages(EquatableArray<Message> messages)
    {
        var turn = _family.ForgetsReasoning ? LastQuestion(messages) : -1;
        for (var i = 0; i < messages.Count; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            var message = messages[i];
            AddFrame(message);
            foreach (var part in message.Parts)
            {
                AddPart(part, countsReasoning: i > turn);
            }
        }
    }

    /// <summary>Finds the last message of the user that is not only tool results: a turn begins there.</summary>
    private static int LastQuestion(EquatableArray<Message> messages)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i].Role == Role.User && messages[i].Parts.Any(p => p is not ToolResultPart))
            {
                return i;
            }
        }

        return -1;
    }

    private void AddFrame(Message message)
    {
        var isFrameOfParts = !message.Parts.IsEmpty && message.Parts.All(p => p is ToolResultPart or ToolCallPart or ReasoningPart or RedactedReasoningPart)
            && message.Parts.Any(p => p is ToolResultPart or ToolCallPart);
        var isBare = _family.HasBareInstructions && message.Role is Role.System or Role.Developer;
        _around += isFrameOfParts || isBare ? 0 : _family.Message + (message.Role == Role.Assistant ? _family.AssistantMessage : 0);
        _around += message.Parts.Count(p => p is ToolCallPart) > 1 ? _family.ParallelCalls : 0;
        if (message.Name is { } name)
        {
            _around++;
            AddText(name);
        }
    }

    private void AddPart(ContentPart part, bool countsReasoning)
    {
        switch (part)
        {
            case TextPart text:
                AddText(text.Text);
                break;
            case RefusalPart refusal:
                AddText(refusal.Text);
                break;
            case ReasoningPart reasoning when countsReasoning:
                AddReasoning(reasoning);
                break;
            case RedactedReasoningPart redacted when countsReasoning:
                _around += EncryptedReasoningSize.TokensOf(redacted.Data.Escaped.Length);
                break;
            case ToolCallPart call:
                AddCall(call);
                break;
            case ToolResultPart result:
                AddResult(result);
                break;
            case ImagePart image:
                _around += ImageTokens(image);
                break;
            case DocumentPart document:
                AddDocument(document);
                break;
        }
    }

    private void AddReasoning(ReasoningPart reasoning)
    {
        // a protocol that encrypts reasoning shows only a summary of it
        if (!_family.WritesToolsAsTypes || reasoning.Signature is not { } signature)
        {
            AddText(reasoning.Text);
        }
        else
        {
            _around += EncryptedReasoningSize.TokensOf(signature.Length);
        }
    }

    private void AddCall(ToolCallPart call)
    {
        _calls[call.Id] = call.Name;
        _around += _family.Call;
        AddText(call.Name);
        AddText(call.BrokenArguments ?? call.Arguments.ToString());
    }

    private void AddResult(ToolResultPart result)
    {
        _around += _family.Result;
        if (_family.WritesToolsAsTypes && _calls.TryGetValue(result.CallId, out var name))
        {
            AddText(name);
        }

        foreach (var part in result.Content)
        {
            AddPart(part, countsReasoning: true);
        }
    }

    private double ImageTokens(ImagePart image) => _family.Images.Count(
        image.Source is MediaSource.Base64 { Data: var data } ? ImageHeader.Read(data) : null,
        string.Equals(image.Detail, "low", StringComparison.OrdinalIgnoreCase));

    private void AddDocument(DocumentPart document)
    {
        AddText(document.Title ?? "");
        AddText(document.Context ?? "");
        switch (document.Source)
        {
            case MediaSource.Text { Content: var text }:
                AddText(text);
                break;
            case MediaSource.Blocks { Parts: var parts }:
                foreach (var part in parts)
                {
                    AddPart(part, countsReasoning: true);
                }

                break;
            case MediaSource.Base64 { Data: var data }:
                _around += DocumentSize.TokensOf(data);
                break;
            default:
                _around += DocumentSize.PerPage;
                break;
        }
    }

    private void AddTools(EquatableArray<Tool> tools, ToolMentions mentions)
    {
        var called = _calls.Values.ToHashSet();
        var functions = tools.OfType<Tool.Function>()
            .Where(tool => !IsDeferred(tool) || mentions.Names.Contains(tool.Name) || called.Contains(tool.Name))
            .ToArray();
        if (functions.Length > 0)
        {
            _around += _family.Tools + (_family.Tool * functions.Length) + (mentions.AreAnyLate ? _family.LateTools : 0);
            AddText(ToolText.Of(functions, _family.WritesToolsAsTypes));
        }

        foreach (var tool in tools.OfType<Tool.BuiltIn>())
        {
            // a translated call carries no built-in tools of another vendor
            var vendor = (tool.Extensions.Protocol ?? WireProtocol.OpenAIChat).Vendor;
            _around += vendor == _family.Vendor ? BuiltInTools.SizeOf(tool.Kind, isClaude: !_family.WritesToolsAsTypes) : 0;
        }
    }

    /// <summary>Adds items that the canonical model has no part for, and settings that a provider adds to the prompt.</summary>
    private void AddExtensions(EquatableArray<ExtensionField> fields)
    {
        foreach (var field in fields)
        {
            if (field.Name == "output_config.task_budget")
            {
                _around += _family.TaskBudget;
            }
            else if (_caller?.FindPromptItem(field) is { } item)
            {
                AddItem(item);
            }
        }
    }

    private void AddItem(RawJson item)
    {
        using var document = JsonDocument.Parse(item.Utf8);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.NameEquals("encrypted_content"u8) && member.Value.ValueKind == JsonValueKind.String)
            {
                _around += EncryptedReasoningSize.TokensOf(member.Value.GetString()!.Length);
            }
            else if (member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) && !member.Name.EndsWith("id", StringComparison.Ordinal))
            {
                AddText(member.Value.GetRawText());
            }
        }
    }

    private static bool IsDeferred(Tool.Function tool) =>
        tool.Extensions.Fields.Any(f => f.Name == "defer_loading" && f.Value.Utf8.Span.SequenceEqual("true"u8));

    private void AddSettings(ChatRequest request)
    {
        switch (request.ToolChoice)
        {
            case ToolChoice.Required:
                _around += _family.ForcedCall;
                break;
            case ToolChoice.Specific { Name: var name }:
                _around += _family.NamedCall;
                AddText(name);
                break;
        }

        if (request.OutputFormat is OutputFormat.JsonSchema schema)
        {
            _around += _family.Schema + (_family.SchemaScale / _family.Scale * Count(SchemaText.Of(schema.Schema.Utf8.Span)));
            AddText(schema.Description ?? "");
        }

        _around += request.Reasoning.Mode == ReasoningMode.Enabled ? _family.Reasoning : 0;
    }

    private void AddText(JsonText text) => AddText(text.ToString());

    private void AddText(string text) => _texts += Count(text);

    private int Count(string text)
    {
        _cancellation.ThrowIfCancellationRequested();
        var counted = Math.Min(text.Length, MaxCharacters - _counted);
        var tokens = counted == 0 ? 0 : _tokenizer.Count(_family.Vocabulary, text.AsSpan(0, counted));
        _counted += counted;
        _found += tokens;
        return counted == text.Length ? tokens : tokens + (int)((text.Length - counted) * (_found / (double)_counted));
    }
}
