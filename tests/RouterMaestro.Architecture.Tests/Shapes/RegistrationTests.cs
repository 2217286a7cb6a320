using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Architecture.Tests.Shapes;

/// <summary>What is written is also registered: nothing is found by scanning, so nothing may be forgotten.</summary>
public sealed class RegistrationTests
{
    /// <summary>The roles that live in lists or behind the mediator; what is not registered there is never called.</summary>
    private static readonly string[] _roles =
    [
        typeof(IInboundCodec).FullName!, typeof(IOutboundCodec).FullName!,
        typeof(IRequestHandler<,>).FullName!, typeof(INotificationHandler<>).FullName!, typeof(IValidator<>).FullName!,
        typeof(IOperationCodec).FullName!, typeof(IRoutingPolicy).FullName!,
    ];

    private static readonly Type[] _core =
        [.. Product.Assemblies.Where(a => a.GetName().Name is "RouterMaestro.Domain" or "RouterMaestro.Protocols" or "RouterMaestro.Application").SelectMany(a => a.GetTypes())];

    public static TheoryData<Type> Parts => [.. PartsOf(_core)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Part_is_registered_in_each_of_its_roles(Type part) => Violations.None(Unregistered([part], Core()));

    [Fact]
    public void Forgotten_part_is_found()
    {
        var services = Core();
        var codec = services.First(s => s.ServiceType == typeof(IInboundCodec));
        services.Remove(codec);

        Assert.Equal([$"{codec.ImplementationType} is not registered as IInboundCodec"], Unregistered(PartsOf(_core), services));
    }

    [Fact]
    public void Services_ask_for_at_most_five_others() => Assert.DoesNotContain(
        Core().Select(s => s.ImplementationType).OfType<Type>().Where(t => t.Assembly.GetName().Name!.StartsWith("RouterMaestro", StringComparison.Ordinal)),
        t => t.GetConstructors().Any(c => c.GetParameters().Length > 5));

    private static IServiceCollection Core() => new ServiceCollection().AddRouterMaestroCore().Services;

    private static IEnumerable<Type> PartsOf(IEnumerable<Type> types) =>
        types.Where(t => t is { IsClass: true, IsAbstract: false } && TypeRules.IsWritten(t) && RolesOf(t).Any());

    private static IEnumerable<Type> RolesOf(Type type) =>
        type.GetInterfaces().Where(i => _roles.Contains((i.IsGenericType ? i.GetGenericTypeDefinition() : i).FullName));

    private static IEnumerable<string> Unregistered(IEnumerable<Type> parts, IServiceCollection services) =>
        from part in parts
        from role in RolesOf(part)
        where !services.Any(s => s.ServiceType == role && s.ImplementationType == part)
        select $"{part.FullName} is not registered as {role.Name}";
}
