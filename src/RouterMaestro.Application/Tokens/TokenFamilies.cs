using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tokens;

/// <summary>Finds the family of a model by its name and by how the protocol in which it is called frames a prompt.</summary>
internal static class TokenFamilies
{
    private static readonly TokenFamily _gpt4 = new("gpt-4o and gpt-4.1", TokenVocabulary.O200kBase);
    private static readonly TokenFamily _gpt4Items = _gpt4 with { Tools = 3, Schema = 14 };
    private static readonly TokenFamily _gpt4Old = _gpt4 with { Name = "gpt-4 and gpt-3.5", Vocabulary = TokenVocabulary.Cl100kBase };

    private static readonly TokenFamily _gpt5 = new("gpt-5 and o-series", TokenVocabulary.O200kBase)
    {
        Opening = 2,
        AssistantMessage = 2,
        Tools = 91,
        Call = 9,
        Result = 9,
        Images = ImageRule.Tiles(70, 140),
    };

    private static readonly TokenFamily _gpt5Items = _gpt5 with { Tools = 9, Call = 8, Schema = 14, LateTools = 105, ForgetsReasoning = true };

    // the chat templates of these models begin with a text of their own
    private static readonly TokenFamily _gptOss = _gpt5 with { Name = "gpt-oss", Opening = 65, Tools = 25 };
    private static readonly TokenFamily _llama = new("Llama", TokenVocabulary.O200kBase) { Scale = 1.05, Opening = 33, Tools = 60 };

    // the three Claude families are fitted on one half of the recorded conversations, and checked against the other
    private static readonly TokenFamily _claude = new("Claude 4.5 and 4.6", TokenVocabulary.O200kBase)
    {
        Vendor = WireProtocol.AnthropicMessages.Vendor,
        Scale = 1.03,
        Message = 4.5,
        HasBareInstructions = true,
        WritesToolsAsTypes = false,
        Tools = 487,
        Tool = 16,
        ForcedCall = 90,
        NamedCall = 88,
        Call = 31,
        ParallelCalls = 0,
        Result = 31,
        Schema = 104,
        SchemaScale = 1.5,
        Reasoning = 32,
        ForgetsReasoning = true,
        TaskBudget = 37,
        Images = ImageRule.Area(750, 1600),
    };

    private static readonly TokenFamily _claudeOld = _claude with { Name = "Claude up to 4.1", Scale = 1.07, Tools = 298, ForcedCall = 0, NamedCall = 0 };

    private static readonly TokenFamily _claudeNew = _claude with { Name = "Claude from 4.7 on", Scale = 1.41, Opening = 4, Tools = 405, Call = 23, Result = 23 };

    // for all other models the formula of gpt-4o plus a tenth is used, which is not measured
    private static readonly TokenFamily _other = _gpt4 with { Name = "others", Scale = 1.1, Tools = 60, ForgetsReasoning = true };

    /// <summary>Finds a family.</summary>
    /// <param name="model">The model.</param>
    /// <param name="framesItems">Whether the protocol in which it is called frames a prompt as a list of items.</param>
    public static TokenFamily Of(ModelRef model, bool framesItems)
    {
        var name = model.Id[(model.Id.LastIndexOf('/') + 1)..].ToLowerInvariant();
        if (name.Contains("claude", StringComparison.Ordinal))
        {
            return OfClaude(VersionOf(name));
        }

        var (gpt5, gpt4) = framesItems ? (_gpt5Items, _gpt4Items) : (_gpt5, _gpt4);
        if (IsAny(name, "gpt-5", "gpt-6", "o1", "o3", "o4", "codex"))
        {
            return ImagesOf(name) is { } rule ? gpt5 with { Images = rule } : gpt5;
        }

        if (IsAny(name, "gpt-oss", "llama"))
        {
            return name[0] == 'l' ? _llama : _gptOss;
        }

        if (IsAny(name, "gpt-4-", "gpt-3") || name == "gpt-4")
        {
            return _gpt4Old;
        }

        return !IsAny(name, "gpt-4", "gpt-audio", "chatgpt", "computer-use") ? _other
            : gpt4 with { Images = ImagesOf(name) ?? _gpt4.Images };
    }

    private static TokenFamily OfClaude(int version) => version switch
    {
        0 or >= 407 => _claudeNew,
        >= 405 => _claude,
        _ => _claudeOld,
    };

    /// <summary>Reads a version such as 4.5 as 405; 0 if there is none.</summary>
    private static int VersionOf(string name)
    {
        var numbers = name.Split('-', '.', ':', '@', '_')
            .Select(part => part.Length < 3 && int.TryParse(part, out var number) ? number : -1)
            .SkipWhile(number => number < 0)
            .TakeWhile(number => number >= 0)
            .Take(2)
            .ToArray();
        return numbers switch
        {
            [var major, var minor] => (major * 100) + minor,
            [var major] => major * 100,
            _ => 0,
        };
    }

    private static ImageRule? ImagesOf(string name) => name switch
    {
        _ when IsAny(name, "gpt-4o-mini") => ImageRule.Tiles(2833, 5667),
        _ when IsAny(name, "gpt-4.1-mini") => ImageRule.Patches(1.62),
        _ when IsAny(name, "gpt-4.1-nano") => ImageRule.Patches(2.46),
        _ when IsAny(name, "o4-mini") => ImageRule.Patches(1.72),
        _ when IsAny(name, "o1", "o3") => ImageRule.Tiles(75, 150),
        _ when IsAny(name, "gpt-5-nano") => ImageRule.Patches(1.5),
        _ when IsAny(name, "gpt-5-mini", "gpt-5.") => ImageRule.Patches(1.2),
        _ => null,
    };

    private static bool IsAny(string name, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (name.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
