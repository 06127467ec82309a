using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Baton.Tests.Architecture;

/// <summary>A type that names another one.</summary>
internal sealed record Arrow(TypeDefinition From, TypeReference To)
{
    public override string ToString() => $"{From.Name} -> {To.Name}";
}

/// <summary>
/// Which type of an assembly names which other, read from the compiled code: signatures, attributes, and what methods,
/// lambdas and asynchronous methods do. A constant leaves no trace there, as it is copied to where it is used.
/// </summary>
internal static class Arrows
{
    /// <summary>From the types that stand in files, to all that they and what is nested in them name.</summary>
    internal static IEnumerable<Arrow> Of(ModuleDefinition module) =>
        from type in module.GetTypes()
        from named in Named(type)
        from part in Parts(named)
        select new Arrow(Outermost(type), part);

    internal static IEnumerable<TypeDefinition> CallersOf(ModuleDefinition module, string method) =>
        from type in module.GetTypes()
        from candidate in type.Methods
        where candidate.HasBody
        where candidate.Body.Instructions.Any(step => step.Operand is MethodReference called && called.Name == method)
        select Outermost(type);

    internal static ModuleDefinition Read(Type type)
    {
        var resolver = new DefaultAssemblyResolver();
        foreach (var known in new[] { type, typeof(object), typeof(Microsoft.AspNetCore.Http.HttpContext) })
            resolver.AddSearchDirectory(Path.GetDirectoryName(known.Assembly.Location));
        return ModuleDefinition.ReadModule(
            type.Assembly.Location,
            new ReaderParameters { AssemblyResolver = resolver }
        );
    }

    internal static TypeDefinition Outermost(TypeDefinition type) =>
        type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static IEnumerable<TypeReference> Named(TypeDefinition type) =>
        [
            .. type.BaseType is null ? [] : new[] { type.BaseType },
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.CustomAttributes.SelectMany(OfAttribute),
            .. type.GenericParameters.SelectMany(OfConstraints),
            .. type.Fields.Select(field => field.FieldType),
            .. type.Methods.SelectMany(OfMethod),
        ];

    private static IEnumerable<TypeReference> OfMethod(MethodDefinition method) =>
        [
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method.CustomAttributes.SelectMany(OfAttribute),
            .. method.GenericParameters.SelectMany(OfConstraints),
            .. method.HasBody ? OfBody(method.Body) : [],
        ];

    private static IEnumerable<TypeReference> OfBody(MethodBody body) =>
        [
            .. body.Variables.Select(variable => variable.VariableType),
            .. body.ExceptionHandlers.Select(handler => handler.CatchType).OfType<TypeReference>(),
            .. body.Instructions.SelectMany(instruction => OfOperand(instruction.Operand)),
        ];

    private static IEnumerable<TypeReference> OfOperand(object? operand) =>
        operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod method => [.. method.GenericArguments, method.DeclaringType],
            MethodReference method => [method.DeclaringType],
            _ => [],
        };

    private static IEnumerable<TypeReference> OfAttribute(CustomAttribute attribute) =>
        attribute
            .ConstructorArguments.Select(argument => argument.Value)
            .OfType<TypeReference>()
            .Append(attribute.AttributeType);

    private static IEnumerable<TypeReference> OfConstraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    /// <summary>The type itself without what stands around it, and the types that it is made of.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type switch
        {
            GenericInstanceType generic => generic
                .GenericArguments.SelectMany(Parts)
                .Concat(Parts(generic.ElementType)),
            GenericParameter => [],
            TypeSpecification specification => Parts(specification.ElementType),
            _ => [type],
        };
}
