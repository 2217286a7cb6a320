using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Infrastructure.Providers.Learning;

/// <summary>Finds the member of a body that a provider's error names.</summary>
internal static partial class RefusedMember
{
    // without these the request would not be the caller's
    private static readonly HashSet<string> _needed = ["model", "messages", "input", "instructions", "system", "prompt", "stream", "tools", "response_format", "text", "format"];

    private static readonly HashSet<string> _withMembers = ["reasoning", "thinking", "output_config", "stream_options", "metadata"];

    // words of everyday speech, which are names where the error speaks of parameters
    private static readonly HashSet<string> _plain = ["temperature", "stop", "seed", "logprobs", "reasoning", "thinking", "metadata", "verbosity"];

    private static readonly (string Name, string NewName)[] _limits = [("max_tokens", "max_completion_tokens"), ("max_completion_tokens", "max_tokens")];

    /// <summary>Finds what an error teaches.</summary>
    /// <param name="failure">The error.</param>
    /// <param name="sent">The body that the provider refused.</param>
    /// <returns>The lesson; null if the error names no member, or one without which the request would be another.</returns>
    public static Lesson? Find(UpstreamFailure failure, ReadOnlyMemory<byte> sent)
    {
        if (failure.Kind != FailureKind.InvalidRequest || failure.Status is not (400 or 422))
        {
            return null;
        }

        var members = MembersOf(sent);
        var says = Refusal().IsMatch(failure.Message);
        if (_limits.FirstOrDefault(limit => members.Contains(limit.Name) && IsNamed(failure, limit.Name) && (says || failure.Message.Contains(limit.NewName, StringComparison.Ordinal))) is { Name: { } name } limit)
        {
            return members.Contains(limit.NewName) ? new Lesson.Omit(name) : new Lesson.Rename(name, limit.NewName);
        }

        var named = members.Where(member => CanBeLeftOut(member, members) && IsNamed(failure, member) && (says || IsParam(failure, member))).OrderByDescending(member => member.Length).FirstOrDefault();
        if (named == "reasoning.effort")
        {
            // a model that reasons refuses one effort; one that does not refuses all that comes with it
            return failure.Message.Contains("value", StringComparison.OrdinalIgnoreCase) ? new Lesson.Omit(named) { IsLasting = false } : new Lesson.Omit("reasoning") { IsLasting = says };
        }

        return named is null ? null : new Lesson.Omit(named) { IsLasting = says };
    }

    private static bool CanBeLeftOut(string member, HashSet<string> members) =>
        !_needed.Contains(member) && !member.EndsWith(".format", StringComparison.Ordinal) && member is not ("max_tokens" or "max_output_tokens" or "max_completion_tokens")
        && (!_withMembers.Contains(member) || !members.Contains(member + ".format"));

    private static bool IsParam(UpstreamFailure failure, string member) => failure.Param is { } param && Plain(LastOf(param)) == Plain(member);

    private static bool IsNamed(UpstreamFailure failure, string member)
    {
        if (IsParam(failure, member))
        {
            return true;
        }

        // words of everyday speech are names only where they are marked as such
        foreach (Match match in Names().Matches(failure.Message))
        {
            if (Plain(LastOf(match.Value.Trim('\'', '"', '`', '(', ')', ':', ' ', ','))) == Plain(member))
            {
                return true;
            }
        }

        if (_plain.Contains(member))
        {
            return Regex.IsMatch(
                failure.Message,
                $"\\b(?:parameters?|argument|field|option|key|support)\\s+\\W?{member}\\b|(?<![\\w.]){member}(?: \\w+)? (?:is|are) (?:\\w+ )?(?:not|unsupported|deprecated|no longer)\\b",
                RegexOptions.IgnoreCase,
                TimeSpan.FromMilliseconds(100));
        }

        return member.Contains('_', StringComparison.Ordinal) && !member.Contains('.', StringComparison.Ordinal)
            && Regex.IsMatch(failure.Message, $"(?<![\\w.]){Regex.Escape(member)}(?!\\w)|(?<!\\w){Regex.Escape(Camel(member))}(?!\\w)", RegexOptions.None, TimeSpan.FromMilliseconds(100));
    }

    // vLLM says body.temperature, Pydantic ('body', 'temperature')
    private static string LastOf(string path) => path.StartsWith("body.", StringComparison.Ordinal) ? path[5..] : path;

    // xAI calls the members presencePenalty and reasoningEffort
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Camel(string name)
    {
        var builder = new StringBuilder();
        foreach (var word in name.Split('_'))
        {
            builder.Append(builder.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]);
        }

        return builder.ToString();
    }

    private static HashSet<string> MembersOf(ReadOnlyMemory<byte> body)
    {
        HashSet<string> members = new(StringComparer.Ordinal);
        var scanner = new TopLevelScanner(body.Span);
        while (scanner.Read())
        {
            var name = Encoding.UTF8.GetString(body.Span[scanner.Key.Start..scanner.Key.End]).Trim('"');
            members.Add(name);
            if (_withMembers.Contains(name) && body.Span[scanner.Value.Start] == (byte)'{')
            {
                using var value = JsonDocument.Parse(body[scanner.Value.Start..scanner.Value.End]);
                foreach (var inner in value.RootElement.EnumerateObject())
                {
                    members.Add($"{name}.{inner.Name}");
                }
            }
        }

        return members;
    }

    [GeneratedRegex("not (?:be )?(?:support|permit|allow|accept|available|recogni|compatible)|unsupported|unknown|unrecogni|unexpected|deprecat|extra[_ ](?:input|field|forbidden)|forbidden|no longer|does(?:n't| not) (?:support|accept|allow|recogni)|cannot be (?:used|set|specified)|only the default|additional propert|invalid (?:parameter|argument)|only \\S+ is allowed", RegexOptions.IgnoreCase)]
    private static partial Regex Refusal();

    // 'name', "name", `name`, ('body', 'name'), and name: at the beginning
    [GeneratedRegex("['\"`][A-Za-z_][\\w.]*['\"`]|^[A-Za-z_][\\w.]*:|: [A-Za-z_][\\w.]*\\.?$")]
    private static partial Regex Names();
}
