using System.Text;

namespace RouterMaestro.Infrastructure.Auth;

/// <summary>The rules about providers' keys.</summary>
internal static class ProviderKeys
{
    /// <summary>The prefix of the keys that the gateway itself generates.</summary>
    public const string GatewayKeyPrefix = "sk-rm-";

    /// <summary>The variables of the keys that open the gateway, which no provider may get.</summary>
    public static readonly string[] OwnVariables = ["ROUTER_MAESTRO_API_KEY", "ROUTER_MAESTRO_ADMIN_KEY"];

    /// <summary>Returns whether a variable holds a key that opens the gateway, in any case: names of variables have none on Windows.</summary>
    public static bool IsOwnVariable(string name) => OwnVariables.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the environment variable of a provider's key: <c>MY_PROVIDER_V2_API_KEY</c> for <c>my.provider-v2</c>.</summary>
    /// <param name="id">The provider's id.</param>
    /// <returns>The name; null if the id has no letter or digit.</returns>
    public static string? VariableFor(string id)
    {
        var name = new StringBuilder(id.Length + 8);
        foreach (var character in id)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                name.Append(char.ToUpperInvariant(character));
            }
            else if (name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        var stem = name.ToString().TrimEnd('_');
        return stem.Length == 0 ? null : stem + "_API_KEY";
    }
}
