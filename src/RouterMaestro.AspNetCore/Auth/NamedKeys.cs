using System.Security.Claims;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>The users of the named keys, by the digests of the keys. A user exists once, so that a request makes none.</summary>
internal sealed class NamedKeys
{
    private readonly Dictionary<KeyDigest, ClaimsPrincipal> _users = [];

    private NamedKeys(IReadOnlyList<NamedGatewayKey> source)
    {
        Source = source;
        foreach (var key in source)
        {
            if (KeyDigest.Parse(key.Sha256) is { } digest)
            {
                _users[digest] = KeyIdentity.Named(key.Name);
            }
        }
    }

    public static NamedKeys None { get; } = new([]);

    /// <summary>Gets the list of the store that this table was made of.</summary>
    public IReadOnlyList<NamedGatewayKey> Source { get; }

    /// <summary>Gets the table of a list: the former one if the list is the same.</summary>
    public static NamedKeys Of(IReadOnlyList<NamedGatewayKey> source, NamedKeys former) =>
        ReferenceEquals(source, former.Source) ? former : new(source);

    /// <summary>Finds the user of a key; null if no named key has that digest.</summary>
    public ClaimsPrincipal? Find(KeyDigest digest) => _users.GetValueOrDefault(digest);
}
