using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Architecture.Tests.Shapes;

/// <summary>No text of an object shows a key: not in a log, not in a debugger, not in an exception.</summary>
public sealed partial class SecretTests
{
    private const string Marker = "sk-marker-1f0c";
    private const int MaxDepth = 4;

    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static TheoryData<Type> Holders => [.. HoldersIn(Product.Assemblies.SelectMany(a => a.GetTypes()))];

    [Theory]
    [MemberData(nameof(Holders))]
    public void Text_of_an_object_shows_no_secret(Type type) => Assert.DoesNotContain(Marker, Show(type), StringComparison.Ordinal);

    [Fact]
    public void Types_that_hold_keys_are_among_them() => Assert.Superset(
        new HashSet<string> { "GatewayOptions", "GatewayKey", "HttpApiOptions", "ProviderOptions", "ProviderEntry", "ConfiguredProvider", "ProviderProfile", "StartRequest" },
        HoldersIn(Product.Assemblies.SelectMany(a => a.GetTypes())).Select(t => t.Name).ToHashSet());

    [Theory]
    [InlineData(typeof(Printing))]
    [InlineData(typeof(Around))]
    [InlineData(typeof(Many))]
    public void An_object_that_shows_a_secret_is_found(Type type) => Assert.Contains(Marker, Show(type), StringComparison.Ordinal);

    [Fact]
    public void No_debugger_display_names_a_secret() => Assert.DoesNotContain(
        Product.Assemblies.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMembers(Fields).Append<MemberInfo>(t)),
        member => member.GetCustomAttributes<DebuggerDisplayAttribute>().Any(d => Displayed().Matches(d.Value ?? "").Any(m => Secret().IsMatch(m.Value))));

    [Theory]
    [InlineData(Marker + " x")]
    [InlineData(Marker + "\n")]
    [InlineData(Marker + "é")]
    public void Errors_about_a_key_do_not_show_it(string key)
    {
        var paths = new ConfigPaths(Path.Combine(Path.GetTempPath(), "no-such-folder"), Path.Combine(Path.GetTempPath(), "no-such-folder"));
        var options = new GatewayOptions { Paths = paths, Port = 0, Variable = _ => null };

        foreach (var wrong in new[] { options with { ApiKey = key }, options with { ApiKey = "fine", AdminKey = key }, options with { Variable = _ => key + "x" } })
        {
            Assert.DoesNotContain(Marker, Assert.ThrowsAny<Exception>(() => GatewayHost.Create(wrong)).ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>Finds the types with a text of their own that hold a secret, or an object that does.</summary>
    private static IEnumerable<Type> HoldersIn(IEnumerable<Type> types) => types.Where(t =>
        t is { IsAbstract: false, IsInterface: false, IsEnum: false, ContainsGenericParameters: false }
        && !t.IsAssignableTo(typeof(Delegate)) && !t.IsDefined(typeof(CompilerGeneratedAttribute)) && !t.IsByRefLike
        && HoldsSecret(t, MaxDepth));

    private static bool HoldsSecret(Type type, int depth) => depth > 0 && FieldsOf(type).Any(f =>
        (IsSecret(f) && HoldsText(f.FieldType)) || PartsOf(f.FieldType).Any(part => part != type && IsOurs(part) && HoldsSecret(part, depth - 1)));

    private static string Show(Type type) => Fill(type, MaxDepth)?.ToString() ?? "";

    /// <summary>Makes an object whose secrets are the marker and whose parts are filled in the same way.</summary>
    private static object? Fill(Type type, int depth)
    {
        if (depth == 0 || type.IsAbstract || type.ContainsGenericParameters || type.IsByRefLike)
        {
            return null;
        }

        var instance = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in FieldsOf(type))
        {
            if (ValueOf(field.FieldType, IsSecret(field) ? Marker : "plain", depth) is { } value)
            {
                field.SetValue(instance, value);
            }
        }

        return instance;
    }

    private static object? ValueOf(Type type, string text, int depth)
    {
        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(Uri) || type == typeof(TimeProvider))
        {
            return type == typeof(Uri) ? new Uri("http://plain/") : TimeProvider.System;
        }

        if (type.IsArray)
        {
            var item = ValueOf(type.GetElementType()!, text, depth);
            var items = Array.CreateInstance(type.GetElementType()!, item is null ? 0 : 1);
            if (item is not null)
            {
                items.SetValue(item, 0);
            }

            return items;
        }

        if (type.IsAssignableFrom(typeof(Dictionary<string, string>)) && type != typeof(object))
        {
            return new Dictionary<string, string> { ["plain"] = text };
        }

        return type.IsAssignableFrom(typeof(List<string>)) && type != typeof(object) ? new List<string> { text }
            : Nullable.GetUnderlyingType(type) is { } value ? ValueOf(value, text, depth)
            : IsOurs(type) && !type.IsEnum && !type.IsAssignableTo(typeof(Delegate)) ? Fill(type, depth - 1)
            : null;
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var t = type; t is not null && IsOurs(t); t = t.BaseType)
        {
            foreach (var field in t.GetFields(Fields))
            {
                yield return field;
            }
        }
    }

    // the parts of lists and arrays are looked at as well
    private static IEnumerable<Type> PartsOf(Type type) =>
        type.IsArray ? [type.GetElementType()!]
        : type.IsGenericType ? [type, .. type.GetGenericArguments()]
        : [type];

    private static bool HoldsText(Type type) =>
        type == typeof(string) || type.IsAssignableTo(typeof(IEnumerable<string>)) || type.IsAssignableTo(typeof(IEnumerable<KeyValuePair<string, string>>));

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("RouterMaestro", StringComparison.Ordinal) == true && !type.IsAssignableTo(typeof(Exception));

    // of a key, a header field and a credential the value itself has a name that says nothing
    private static bool IsSecret(FieldInfo field) => Secret().IsMatch(field.Name.Trim('<', '_').Split('>')[0])
        || (field.DeclaringType!.Name is "GatewayKey" or "HeaderField" && field.Name.Contains("Value", StringComparison.Ordinal));

    [GeneratedRegex("(ApiKey|AdminKey|RequiredKey|UpstreamKey|Secret|Secrets|Password|Sha256|Authorization|^Key|^Keys|^Headers)$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?<=\{)\w+")]
    private static partial Regex Displayed();

    private sealed record Printing(string Name, string ApiKey);

    private sealed record Around(Printing Inner);

    private sealed record Many(string[] Secrets)
    {
        public override string ToString() => string.Join(", ", Secrets);
    }
}
