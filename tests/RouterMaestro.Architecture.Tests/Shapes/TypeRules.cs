using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FluentValidation;
using MediatR;

namespace RouterMaestro.Architecture.Tests.Shapes;

/// <summary>Rules about single types. Each answers with one line per violation.</summary>
internal static class TypeRules
{
    private static readonly Type[] _internalRoles =
        [typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IValidator), typeof(IPipelineBehavior<,>)];

    public static IEnumerable<string> OpenClasses(IEnumerable<Type> types) => types
        .Where(t => t is { IsClass: true, IsAbstract: false, IsSealed: false } && IsWritten(t))
        .Select(t => $"{t.FullName} is neither sealed nor abstract");

    public static IEnumerable<string> PublicRoles(IEnumerable<Type> types) =>
        from type in types
        where type is { IsClass: true, IsVisible: true } && IsWritten(type)
        from role in type.GetInterfaces().Select(Definition).Intersect(_internalRoles)
        select $"{type.FullName} is public, though it is a {role.Name}";

    public static IEnumerable<string> UnequalMembers(IEnumerable<Type> types) =>
        from type in types
        where IsRecord(type)
        from field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        where !HasStructuralEquality(field.FieldType)
        select $"{type.FullName}.{NameOf(field)} is a {field.FieldType.Name}, which is not compared by its contents";

    public static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null;

    /// <summary>Tells whether somebody wrote the type; the compiler adds closures, iterators and programs of its own.</summary>
    public static bool IsWritten(Type type) =>
        !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && !type.Name.Contains('<', StringComparison.Ordinal)
        && type != type.Assembly.EntryPoint?.DeclaringType
        && (type.DeclaringType is null || IsWritten(type.DeclaringType));

    private static bool HasStructuralEquality(Type type) =>
        !type.IsArray
        && type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) != true
        && Definition(type) != typeof(ReadOnlyMemory<>)
        && Definition(type) != typeof(Memory<>)
        && type != typeof(JsonElement)
        && !typeof(JsonDocument).IsAssignableFrom(type)
        && type.GetGenericArguments().All(HasStructuralEquality);

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static string NameOf(FieldInfo field) => field.Name.TrimStart('<').Split('>')[0];
}
