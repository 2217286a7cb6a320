using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>Removes secrets from what a provider sends beside its answer: the provider's own, and words in the form of a key.</summary>
/// <remarks>OpenAI quotes the key that it refuses: long keys masked (recording ChatTests--AuthFailure), short ones whole.</remarks>
/// <param name="headers">The configured header fields, whose values may be secrets.</param>
/// <param name="sources">The sources of credentials, which are asked each time, since their secrets change.</param>
internal sealed class SecretMask(EquatableArray<HeaderField> headers, params ICredentialSource[] sources)
{
    // a wait that is masked would be no number, and the gateway writes one of its own
    private static readonly string[] _waits = ["retry-after", "retry-after-ms"];

    private readonly string[] _configured = [.. headers.SelectMany(SecretsOf).Distinct()];
    private volatile Version? _version;

    /// <summary>Masks a text; returns the same one if there is nothing to mask.</summary>
    public string Apply(string text) => Current.Finder.Apply(text);

    /// <summary>Masks UTF-8 text; returns null if there is nothing to mask.</summary>
    public byte[]? Apply(ReadOnlySpan<byte> utf8) => Current.Finder.Apply(utf8);

    /// <summary>Returns whether UTF-8 text holds a secret.</summary>
    public bool IsIn(ReadOnlySpan<byte> utf8) => Current.Finder.IsIn(utf8);

    /// <summary>Returns whether the name of an event holds a secret. The names without one are remembered.</summary>
    public bool IsInName(ReadOnlySpan<byte> name) => !Current.Knows(name);

    /// <summary>Masks the value of a header field.</summary>
    /// <returns>The field; null if it must be left out.</returns>
    public HeaderField? Apply(HeaderField field)
    {
        var finder = Current.Finder;
        var value = finder.Apply(field.Value);
        return ReferenceEquals(value, field.Value) && !finder.IsIn(field.Name) ? field
            : finder.IsIn(field.Name) || _waits.Contains(field.Name, StringComparer.OrdinalIgnoreCase) ? null
            : new HeaderField(field.Name, value);
    }

    /// <summary>Masks a failure and copies its body, so that it can outlive the response buffer.</summary>
    public UpstreamFailure Apply(UpstreamFailure failure)
    {
        var finder = Current.Finder;
        return failure with
        {
            Message = Whole(finder, finder.Apply(failure.Message)),
            Type = Masked(finder, failure.Type),
            Code = Masked(finder, failure.Code),
            Param = Masked(finder, failure.Param),
            UpstreamRequestId = Masked(finder, failure.UpstreamRequestId),
            Body = failure.Body is { } body ? Masked(finder, body) : null,
        };
    }

    private Version Current
    {
        get
        {
            if (_version is { } version && version.IsOf(sources))
            {
                return version;
            }

            return _version = Version.Of(sources, _configured, _version);
        }
    }

    private static string? Masked(SecretFinder finder, string? text) => text is null ? null : finder.Apply(text);

    // a secret of digits may be a number of the document, which is then no JSON any more
    private static RawJson? Masked(SecretFinder finder, RawJson body) =>
        finder.Apply(body.Utf8.Span) is not { } masked ? new RawJson(body.Utf8.ToArray())
        : CompleteJson.Is(masked) ? new RawJson(masked)
        : null;

    // codecs cut long messages off
    private static string Whole(SecretFinder finder, string message) =>
        message.EndsWith('…') ? finder.WithoutCutSecret(message[..^1]) + "…" : message;

    private static IEnumerable<string> SecretsOf(HeaderField field)
    {
        const int MinUnnamed = 16;
        var value = field.Value.Trim();
        if (!EntryRules.IsSecret(field.Name, value))
        {
            // names of applications and addresses are no secrets
            return value.Length >= MinUnnamed && !value.Contains(' ') && !value.Contains("://", StringComparison.Ordinal) ? [value] : [];
        }

        return value.Split(' ', 2) is [var scheme, var credential]
            ? [value, credential, .. scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? PasswordOf(credential) : []]
            : [value];
    }

    private static IEnumerable<string> PasswordOf(string credential)
    {
        var bytes = new byte[credential.Length];
        return Convert.TryFromBase64String(credential, bytes, out var length)
            && Encoding.Latin1.GetString(bytes, 0, length).Split(':', 2) is [_, { Length: > 0 } password]
                ? [password]
                : [];
    }

    /// <summary>The secrets at one time, and the names of events that hold none of them.</summary>
    private sealed class Version
    {
        private const int MaxNames = 64;
        private const int MaxNameLength = 64;

        private readonly IReadOnlyCollection<string>[] _lists;
        private readonly string[] _secrets;
        private byte[][] _names = [];

        private Version(IReadOnlyCollection<string>[] lists, string[] secrets, SecretFinder finder) => (_lists, _secrets, Finder) = (lists, secrets, finder);

        public SecretFinder Finder { get; }

        /// <summary>Gets the version of the present secrets: with the finder of the former one if they are the same in other lists.</summary>
        public static Version Of(ICredentialSource[] sources, string[] configured, Version? former)
        {
            IReadOnlyCollection<string>[] lists = [.. sources.Select(s => s.Secrets)];
            string[] secrets = [.. configured.Concat(lists.SelectMany(s => s))];
            return new(lists, secrets, former is not null && former._secrets.SequenceEqual(secrets) ? former.Finder : new SecretFinder(secrets));
        }

        /// <summary>Returns whether the sources have the lists of this version.</summary>
        public bool IsOf(ICredentialSource[] sources)
        {
            for (var i = 0; i < _lists.Length; i++)
            {
                if (!ReferenceEquals(_lists[i], sources[i].Secrets))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Returns whether a name is known to hold no secret.</summary>
        public bool Knows(ReadOnlySpan<byte> name)
        {
            var names = Volatile.Read(ref _names);
            foreach (var known in names)
            {
                if (name.SequenceEqual(known))
                {
                    return true;
                }
            }

            if (Finder.IsIn(name))
            {
                return false;
            }

            // two streams that learn a name at once may forget one of them
            if (names.Length < MaxNames && name.Length <= MaxNameLength)
            {
                Volatile.Write(ref _names, [.. names, name.ToArray()]);
            }

            return true;
        }
    }
}
